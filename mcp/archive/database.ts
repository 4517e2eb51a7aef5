import type * as duckdb from '@duckdb/node-api';
import { UnexpectedAnswerError } from '../../shared/errors';

export type DuckDB = typeof duckdb;
type DuckDBConnection = duckdb.DuckDBConnection;
type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/** Nothing leaves the process: no file is written but in the archive's folder, no extension loaded. See docs/decisions/archive-speed.md */
const SETTINGS = {
	temp_directory: '',
	autoinstall_known_extensions: 'false',
	autoload_known_extensions: 'false',
	// What a query has freed goes back to the system, and is not added to what the next one takes.
	allocator_flush_threshold: '2MiB',
	allocator_bulk_deallocation_flush_threshold: '2MiB',
};

const INTERRUPTED_EVERY_MS = 20;

/**
 * The embedded database, in memory. Nothing of it is loaded before it is needed: a host that only lists
 * tools need not wait for it. See docs/decisions/archive.md
 */
export class Database {
	private opened: Promise<{ library: DuckDB; instance: duckdb.DuckDBInstance }> | undefined;
	private readonly connections = new Set<DuckDBConnection>();

	/** @param folder the only one whose files it can reach. */
	constructor(private readonly folder: string | null = null) {}

	/** The library, for what is written without SQL. @throws UnexpectedAnswerError where there is none for the platform. */
	async library(): Promise<DuckDB> {
		return (await this.open()).library;
	}

	/** Runs work on a connection of its own, which is interrupted when the signal is aborted. */
	async connected<T>(
		signal: AbortSignal | undefined,
		work: (connection: DuckDBConnection) => Promise<T>,
	): Promise<T> {
		signal?.throwIfAborted();
		const { instance } = await this.open();
		const connection = await instance.connect();
		let again: NodeJS.Timeout | undefined;
		const interrupt = (): void => {
			connection.interrupt();
			// A query that is about to begin does not notice.
			again ??= setInterval(interrupt, INTERRUPTED_EVERY_MS);
		};
		this.connections.add(connection);
		signal?.addEventListener('abort', interrupt);
		try {
			signal?.throwIfAborted();
			return await work(connection);
		} catch (error) {
			signal?.throwIfAborted();
			throw error;
		} finally {
			signal?.removeEventListener('abort', interrupt);
			clearInterval(again);
			this.connections.delete(connection);
			connection.closeSync();
		}
	}

	async run(sql: string): Promise<void> {
		await this.connected(undefined, async (connection) => await connection.run(sql));
	}

	/** The rows of a query; its numbers are below 2^53. */
	async rows(
		sql: string,
		values: readonly (string | number)[] = [],
		signal?: AbortSignal,
	): Promise<Row[]> {
		return await this.connected(signal, async (connection) => {
			const reader = await connection.runAndReadAll(sql, [...values]);
			return rowsIn(reader.columnNames(), reader.getColumnsJS() as unknown[][]);
		});
	}

	/** The memory that its tables take. */
	async bytes(): Promise<number> {
		const sql =
			"SELECT sum(memory_usage_bytes)::DOUBLE AS bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'";
		return Number((await this.rows(sql))[0]?.['bytes'] ?? 0);
	}

	private async open() {
		if (!this.opened) {
			// A query that still runs would keep the process from ending.
			process.once('exit', this.interruptAll);
			this.opened = opened(this.folder);
		}
		const open = await this.opened.catch((error: unknown) => {
			this.forget();
			throw error;
		});
		return open;
	}

	/** Frees all of it; a later question would begin anew. */
	async close(): Promise<void> {
		const open = await this.opened?.catch(() => undefined);
		this.forget();
		this.interruptAll();
		open?.instance.closeSync();
	}

	private forget(): void {
		process.off('exit', this.interruptAll);
		this.opened = undefined;
	}

	private readonly interruptAll = (): void => {
		for (const connection of this.connections) connection.interrupt();
	};
}

async function opened(folder: string | null) {
	const library = await loaded();
	const instance = await library.DuckDBInstance.create(':memory:', SETTINGS);
	const connection = await instance.connect();
	if (folder !== null) {
		await connection.run(`SET allowed_directories = ['${folder.replaceAll("'", "''")}']`);
	}
	// From here on neither can be changed.
	await connection.run('SET enable_external_access = false');
	connection.closeSync();
	return { library, instance };
}

async function loaded(): Promise<DuckDB> {
	try {
		return await import('@duckdb/node-api');
	} catch {
		throw new UnexpectedAnswerError(
			`The database that exports are read into (@duckdb/node-api) cannot be loaded on ${process.platform}-${process.arch}: install the server again on this machine, on Linux, macOS or Windows with an x64 or arm64 processor.`,
		);
	}
}

/** Column by column, because there may be tens of thousands. */
function rowsIn(names: readonly string[], columns: readonly (readonly unknown[])[]): Row[] {
	const rows = Array.from({ length: columns[0]?.length ?? 0 }, () => ({}) as Record<string, Value>);
	names.forEach((name, at) => {
		const column = columns[at] ?? [];
		for (const [index, row] of rows.entries()) {
			const value = column[index];
			row[name] = typeof value === 'bigint' ? Number(value) : (value as Value);
		}
	});
	return rows;
}
