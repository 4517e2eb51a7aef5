import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removePartials, saved } from '../../../mcp/archive/savedFiles';
import type { DownloadedExport } from '../../../shared/exports/downloadedExport';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'saved-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = Buffer.from('Done By,Action\nMarta,deleted\n');
const download = {
	id: '7610000000070000001',
	files: [{ name: 'AuditLog.csv', bytes }],
} as unknown as DownloadedExport;
const never = new AbortController().signal;

/** As a process with this number would leave it. */
function partialOf(pid: number | string, id = '1'): string {
	const name = `.${id}-1.csv.${pid}-0123abcd.partial`;
	writeFileSync(path.join(folder, name), 'Done');
	return name;
}

function deadPid(): number {
	return spawnSync(process.execPath, ['--version']).pid;
}

test('a file is there under its name, as it came, and nothing is beside it', async () => {
	const paths = await saved(download, folder, never);
	expect(paths).toEqual([path.join(folder, '7610000000070000001-1.csv')]);
	expect(readFileSync(paths[0] ?? '')).toEqual(bytes);
	expect(readdirSync(folder)).toHaveLength(1);
});

test('two calls for one export at the same time do not get into each other’s way', async () => {
	await Promise.all([saved(download, folder, never), saved(download, folder, never)]);
	expect(readdirSync(folder)).toEqual(['7610000000070000001-1.csv']);
});

test('a write that is cancelled leaves nothing, and the file from before stays', async () => {
	await saved(download, folder, never);
	const other = {
		...download,
		files: [{ name: 'AuditLog.csv', bytes: Buffer.from('Done By\nJonas\n') }],
	};
	await expect(saved(other, folder, AbortSignal.abort())).rejects.toThrow('aborted');
	expect(readdirSync(folder)).toEqual(['7610000000070000001-1.csv']);
	expect(readFileSync(path.join(folder, '7610000000070000001-1.csv'))).toEqual(bytes);
});

test('what dead processes have left is removed, and so is what this one would have to have left', async () => {
	partialOf(deadPid());
	partialOf(process.pid, '2');
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([]);
});

test('what a living process is writing stays, for an hour', async () => {
	const name = partialOf(process.ppid);
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([name]);
	const longAgo = Date.now() / 1_000 - 3_700;
	utimesSync(path.join(folder, name), longAgo, longAgo);
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([]);
});

test('no file of anybody else’s is touched', async () => {
	const names = ['.1-1.csv.partial', '1-1.csv', '.hidden', '.a-1.csv.9-0123abcd.partial'];
	for (const name of names) writeFileSync(path.join(folder, name), '');
	await removePartials(folder);
	expect(readdirSync(folder).sort()).toEqual([...names].sort());
});
