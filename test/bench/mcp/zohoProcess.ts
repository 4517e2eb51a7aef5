import { readFileSync } from 'node:fs';
import { withBody } from '../../zoho/faults';
import { serveZoho } from '../../zoho/serve';
import { createZoho } from '../../zoho/zoho';
import { settingsFor } from './process';

/** An emulated Zoho in a process of its own, whose export is the file that is named. Prints a server's settings for it. */
async function main(path: string): Promise<void> {
	const zoho = createZoho({ entries: 20, jobSeconds: 0 });
	// Without an entry in the period there would be no file.
	zoho.record({ audited_time: Date.parse('2026-03-03T10:00:00Z') });
	const zip = readFileSync(path);
	zoho.faults.add({
		on: 'download',
		times: Infinity,
		answer: (_, normal) => withBody(normal, zip),
	});
	const served = await serveZoho(zoho);
	process.stdout.write(`${JSON.stringify(settingsFor(zoho, served.url))}\n`);
	process.stdin.resume();
	process.stdin.once('end', () => void served.close().then(() => process.exit(0)));
}

void main(process.argv[2] ?? '');
