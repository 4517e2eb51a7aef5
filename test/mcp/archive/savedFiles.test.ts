import { spawnSync } from 'node:child_process';
import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { partialName, removePartials, saved } from '../../../mcp/archive/savedFiles';
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

/** As a process with this id would leave it. */
function partialOf(pid: number | string, id = '1'): string {
	const name = partialName(`${id}-1.csv`).replace(`.${process.pid}-`, `.${pid}-`);
	writeFileSync(path.join(folder, name), 'Done');
	return name;
}

function deadPid(): number {
	return spawnSync(process.execPath, ['--version']).pid;
}

test('a file is saved under its name, as received, and nothing else is', async () => {
	const paths = await saved(download, folder, never);
	expect(paths).toEqual([path.join(folder, '7610000000070000001-1.csv')]);
	expect(readFileSync(paths[0] ?? '')).toEqual(bytes);
	expect(readdirSync(folder)).toHaveLength(1);
});

test('concurrent calls for one export do not interfere', async () => {
	await Promise.all([saved(download, folder, never), saved(download, folder, never)]);
	expect(readdirSync(folder)).toEqual(['7610000000070000001-1.csv']);
});

test('a cancelled write leaves nothing, and the previous file stays', async () => {
	await saved(download, folder, never);
	const other = {
		...download,
		files: [{ name: 'AuditLog.csv', bytes: Buffer.from('Done By\nJonas\n') }],
	};
	await expect(saved(other, folder, AbortSignal.abort())).rejects.toThrow('aborted');
	expect(readdirSync(folder)).toEqual(['7610000000070000001-1.csv']);
	expect(readFileSync(path.join(folder, '7610000000070000001-1.csv'))).toEqual(bytes);
});

test('partial files of dead processes are removed, and those with the id of this one', async () => {
	partialOf(deadPid());
	partialOf(process.pid, '2');
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([]);
});

test('a file that a running process is writing stays, for an hour', async () => {
	const name = partialOf(process.ppid);
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([name]);
	const longAgo = Date.now() / 1_000 - 3_700;
	utimesSync(path.join(folder, name), longAgo, longAgo);
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([]);
});

test('a file of another machine stays as long, because its processes are not seen here', async () => {
	const name = partialOf(deadPid());
	const other = name.replace(/-[0-9a-f]{4}(?=[0-9a-f]{12}\.partial$)/, '-0000');
	renameSync(path.join(folder, name), path.join(folder, other));
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([other]);
	const longAgo = Date.now() / 1_000 - 3_700;
	utimesSync(path.join(folder, other), longAgo, longAgo);
	await removePartials(folder);
	expect(readdirSync(folder)).toEqual([]);
});

test('no other file is touched', async () => {
	const names = ['.1-1.csv.partial', '1-1.csv', '.hidden', '.a-1.csv.9-0123abcd.partial'];
	for (const name of names) writeFileSync(path.join(folder, name), '');
	await removePartials(folder);
	expect(readdirSync(folder).sort()).toEqual([...names].sort());
});

test('writers of one file at once have names of their own', () => {
	const names = Array.from({ length: 20_000 }, () => partialName('1-1.csv'));
	expect(new Set(names).size).toBe(names.length);
});
