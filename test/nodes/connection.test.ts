import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorOf } from '../n8n/engine';
import { connected } from '../n8n/workflow';
import { nodeInEngine } from './nodeInEngine';
import { ROOT } from '../packed';
import { getAuditLog } from './parameters';
import { WRONG_CONNECTIONS } from './wrongConnections';

/** A connection that cannot work is named before anything is sent. */
const n8n = nodeInEngine();
const { run, credentials } = n8n;

/** In the guide: each case, and what n8n shows of it. */
const TABLE = /<!-- wrong connections -->\n\n([^]*?)\n\n<!-- end -->/;
const GUIDE = path.join(ROOT, 'docs/zoho-setup.md');

const shownFor = async (overrides: object): Promise<{ message: string; description: string }> => {
	Object.assign(credentials, connected(n8n.zoho, overrides as Record<string, unknown>));
	const error = errorOf(await run(getAuditLog));
	expect(n8n.zoho.requests).toEqual([]);
	const text = (key: string): string => String(error?.[key]).replace(/ Help: \S+$/, '');
	return { message: text('message'), description: text('description') };
};

test.each(WRONG_CONNECTIONS)('%s', async (_, overrides, sentence) => {
	const { message, description } = await shownFor(overrides);
	expect(`${message} ${description}`).toContain(sentence);
});

test('the guide has the table of wrong connections and what is shown for each', async () => {
	const rows: string[][] = [];
	for (const [what, overrides] of WRONG_CONNECTIONS) {
		const { message, description } = await shownFor(overrides);
		rows.push([what, message, description]);
	}
	const [, table = ''] = TABLE.exec(readFileSync(GUIDE, 'utf8')) ?? [];
	const cells = table
		.split('\n')
		.slice(2)
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
	expect(cells).toEqual(rows);
});

test('but not a refusal that stayed beside a newer token', async () => {
	// n8n writes a token over what it kept of a refused connection, key by key.
	const { oauthTokenData } = connected(n8n.zoho)['zoho']?.data ?? {};
	const stale = { ...(oauthTokenData as object), error: 'invalid_client_secret' };
	Object.assign(credentials, connected(n8n.zoho, { oauthTokenData: stale }));
	expect(errorOf(await run(getAuditLog))).toBeUndefined();
});
