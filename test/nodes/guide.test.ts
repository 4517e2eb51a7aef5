import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { credentialText } from '../formText';
import { ZohoCrmAuditLogOAuth2Api } from '../../credentials/ZohoCrmAuditLogOAuth2Api.credentials';
import { CredentialError } from '../../shared/errors';
import { nodeError } from '../../nodes/ZohoCrmAuditLog/errors';
import { getAuditLog } from '../../nodes/ZohoCrmAuditLog/operations/getAuditLog';
import { ROOT } from '../packed';

/** Help leads to the step of our own guide: each link, to a heading that exists. */
const REPOSITORY = 'https://github.com/n8n-nodes-zoho-crm-audit-log/n8n-nodes-zoho-crm-audit-log';
const LINK = /https:\/\/github\.com\/[^\s"'`<]+/g;

function anchors(file: string): string[] {
	const text = readFileSync(path.join(ROOT, file), 'utf8');
	return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\w -]/g, '')
			.replaceAll(' ', '-'),
	);
}

const codex = readdirSync(path.join(ROOT, 'nodes/ZohoCrmAuditLog'))
	.filter((file) => file.endsWith('.node.json'))
	.map((file) => readFileSync(path.join(ROOT, 'nodes/ZohoCrmAuditLog', file), 'utf8'));

const node = { id: '', name: 'x', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} };
const described = (error: CredentialError): string =>
	String(nodeError(node as never, error).description);

const PLACES = {
	credential: credentialText(new ZohoCrmAuditLogOAuth2Api()),
	node: codex[0] ?? '',
	trigger: codex[1] ?? '',
	'an error of the connection': described(new CredentialError('No token.')),
	'an error about a scope': described(new CredentialError('No scope.', { missingScope: 'x' })),
};

test.each(Object.entries(PLACES))('%s leads to steps of the guide that exist', (_, text) => {
	const links = text.match(LINK) ?? [];
	expect(links.length).toBeGreaterThan(0);
	for (const link of links) {
		expect(link.startsWith(REPOSITORY)).toBe(true);
		const [page = '', anchor = ''] = link.slice(REPOSITORY.length).split('#');
		if (page === '') expect(anchor).toBe('readme');
		else expect(anchors(page.replace('/blob/HEAD/', ''))).toContain(anchor);
	}
});

test('the codex of the trigger is that of the node, but for its name', () => {
	const [one = '', other = ''] = codex;
	expect(other.replace('.zohoCrmAuditLogTrigger', '')).toBe(one);
});

test('the README names the first operation as n8n lists it, below the triggers', () => {
	const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8').replace(/\s+/g, ' ');
	expect(readme).toContain(`open _Actions_ and choose _${getAuditLog.option.action}_`);
});
