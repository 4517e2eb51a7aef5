import { readFileSync } from 'node:fs';
import AdmZip from 'adm-zip';
import { parse } from 'csv-parse/sync';
import { INCIDENT } from '../../n8n/incidentFacts';
import { assertEqual, assertSameList } from '../host/assertions';
import type { Checks } from '../host/checks';
import { assertSucceeded, itemsIn } from '../n8n/commandLine';
import type { CommandLine } from '../n8n/commandLine';
import type { Home } from '../n8n/home';
import { storedFile } from '../n8n/storedFiles';
import { exampleId } from './prepared';
import type { World } from './expectations';

/** The files for an incident of a user who deleted records, some of which can still be restored. */
export async function checkIncident(
	checks: Checks,
	n8n: CommandLine,
	home: Home,
	{ account: { zoho } }: World,
): Promise<void> {
	await checks.check('The files for an incident say what can still be restored', async () => {
		const before = zoho.switches.csvColumns;
		// Without ids of records a file of Zoho's proves nothing of them, as the example itself shows.
		zoho.switches.csvColumns = 'guessed';
		try {
			const run = await n8n.execute(exampleId('incident.json'));
			assertSucceeded(run);
			const [zip] = Object.values(itemsIn(run, 'One file')[0]?.binary ?? {});
			const archive = new AdmZip(readFileSync(storedFile(home, zip?.id)));
			const names = archive.getEntries().map(({ entryName }) => entryName);
			const text = archive.readAsText(names.find((name) => name.endsWith('deleted.csv')) ?? '');
			const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
			for (const { name, match, in_bin, days_left } of INCIDENT.records) {
				const found = rows.filter(({ record }) => record === name);
				assertSameList(
					found.map((row) => `${row['match']}, ${row['in_bin']}, ${row['days_left']}`),
					[`${match}, ${in_bin}, ${days_left}`],
				);
				assertEqual(found[0]?.['deleted_by'], INCIDENT.user.full_name, 'the user');
			}
			const sure = rows.filter(({ match }) => match === 'matched').length;
			return `${names.length} files; ${rows.length} deletions, ${sure} of them in the bin: ${names.join(', ')}`;
		} finally {
			zoho.switches.csvColumns = before;
		}
	});
}
