import { areAtCap } from '../../../shared/reading/isAtCap';
import { host } from '../../oracles/read';
import { zipFile } from '../../oracles/zipFile';

const CAP = { entries: 3_000, entriesPerFile: 1_000 };

async function isCut(...rows: readonly number[]): Promise<boolean> {
	const members = rows.map((count, index) => ({
		name: `AuditLog_${index}.csv`,
		content: Buffer.from(`Time\n${'05/21/2026 12:49 PM\n'.repeat(count)}`),
	}));
	return await areAtCap([{ name: 'AuditLog.zip', bytes: zipFile({ members }) }], CAP, host);
}

test('an export is at the cap when it holds as many entries as Zoho gives', async () => {
	expect(await isCut(1_000, 1_000, 1_000)).toBe(true);
	expect(await isCut(1_000, 1_000, 999)).toBe(false);
	expect(await isCut(1_000, 1_000)).toBe(false);
	expect(await isCut(200, 1_000, 1_000)).toBe(false);
});

test('a file that holds a few more than Zoho states for one is counted with the others', async () => {
	expect(await isCut(999, 1_001, 1_000)).toBe(true);
});
