import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { nodeInflate } from '../nodeInflate';
import { zipMembers } from '../../../shared/files/zipDirectory';
import type { Contender, Progress } from '../contender';
import { download } from '../download';
import { library } from '../libraries';
import { FILTER } from '../filter';

interface DuckDb {
	DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
}
interface Connection {
	stream(sql: string): Promise<{
		fetchChunk(): Promise<{ rowCount: number; getRows(): unknown[][] } | null>;
	}>;
}

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
const time = `strptime("Audited Time", '%m/%d/%Y %I:%M %p')`;
const local = (iso: string): string => iso.slice(0, 19).replace('T', ' ');
const filter = `where "Action" in (${list(FILTER.actions)}) and "Module" in (${list(FILTER.modules)})
	and ${time} >= '${local(FILTER.from)}' and ${time} < '${local(FILTER.to)}'`;

/** All rows as JavaScript values. */
const rows: Contender = async (url, progress) =>
	await queried(url, progress, async (connection, csv) => {
		const result = await connection.stream(`select * from ${csv}`);
		let count = 0;
		for (
			let chunk = await result.fetchChunk();
			chunk?.rowCount;
			chunk = await result.fetchChunk()
		) {
			count += chunk.getRows().length;
			progress.row();
		}
		return count;
	});

/** The rows that match the filter. */
const filtered: Contender = async (url, progress) =>
	await queried(url, progress, async (connection, csv) => {
		const result = await connection.stream(`select * from ${csv} ${filter}`);
		let count = 0;
		for (
			let chunk = await result.fetchChunk();
			chunk?.rowCount;
			chunk = await result.fetchChunk()
		) {
			count += chunk.getRows().length;
			progress.row();
		}
		return count;
	});

/** DuckDB reads CSV from files, so the ZIP is unpacked first. */
async function queried(
	url: string,
	progress: Progress,
	query: (connection: Connection, csv: string) => Promise<number>,
): Promise<number> {
	const { DuckDBInstance } = await library<DuckDb>('@duckdb/node-api');
	const folder = mkdtempSync(join(tmpdir(), 'audit-log-duckdb-'));
	try {
		const bytes = await download(url, progress);
		for (const member of zipMembers(bytes, 'AuditLog_001.zip')) {
			await pipeline(nodeInflate(member.compressed), createWriteStream(join(folder, member.name)));
		}
		const instance = await DuckDBInstance.create(':memory:');
		const csv = `read_csv('${folder}/*.csv', header = true, all_varchar = true, quote = '"', escape = '"')`;
		return await query(await instance.connect(), csv);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

export const contenders = { 'duckdb-rows': rows, 'duckdb-filter': filtered };
