import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, outcome, run, start } from '../host/processes';

const DEBIAN = '/usr/lib/postgresql';
const PATIENCE_MS = 30_000;

export interface Postgres {
	/** The answer of a query, its columns parted by `|`. */
	ask(query: string): Promise<string>;
	stop(): Promise<void>;
}

export interface Login {
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
}

export function hasPostgres(): boolean {
	return existsSync(DEBIAN);
}

/** A PostgreSQL of this run alone, from the Debian package postgresql, in a folder that goes with it. */
export async function startPostgres({ port, user, password, database }: Login): Promise<Postgres> {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-e2e-postgres-'));
	const remove = (): void => rmSync(folder, { recursive: true, force: true });
	const secret = path.join(folder, 'password');
	const data = path.join(folder, 'data');
	const env = { ...process.env, PGPASSWORD: password };
	const where = ['-h', '127.0.0.1', '-p', String(port), '-U', user];
	try {
		writeFileSync(secret, password);
		const as = unprivileged(folder, secret);
		await run({
			...as('initdb', '-D', data, '-U', user, '-A', 'scram-sha-256', `--pwfile=${secret}`),
			cwd: folder,
		});
		const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
		const server = start({
			...as('postgres', '-D', data, '-p', `${port}`, ...settings.flatMap((it) => ['-c', it])),
			cwd: folder,
		});
		const ready = async () =>
			(await outcome({ file: program('pg_isready'), args: where.slice(0, 4) })).code === 0;
		for (const end = Date.now() + PATIENCE_MS; !(await ready()); await sleep(100)) {
			if (!server.isRunning() || Date.now() > end) {
				throw new Error(`PostgreSQL does not start.\n${lastLines(server.output())}`);
			}
		}
		await run({ file: program('createdb'), args: [...where, database], env });
		return {
			async ask(query) {
				const args = [...where, '-d', database, '-At', '-c', query];
				return (await run({ file: program('psql'), args, env })).stdout.trim();
			},
			async stop() {
				await server.stop();
				remove();
			},
		};
	} catch (error) {
		remove();
		throw error;
	}
}

function program(name: string): string {
	try {
		const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
		return path.join(DEBIAN, newest ?? '', 'bin', name);
	} catch {
		throw new Error('PostgreSQL is not there (apt-get install postgresql).');
	}
}

/** PostgreSQL refuses to run as root, so there it runs as the user of its package. */
function unprivileged(...owned: readonly string[]) {
	const as =
		(prefix: readonly string[]) =>
		(name: string, ...args: readonly string[]) => {
			const [file = '', ...rest] = [...prefix, program(name), ...args];
			return { file, args: rest };
		};
	if (process.getuid?.() !== 0) return as([]);
	const id = (what: string): number =>
		Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
	const [user, group] = [id('-u'), id('-g')];
	for (const file of owned) chownSync(file, user, group);
	return as(['setpriv', `--reuid=${user}`, `--regid=${group}`, '--clear-groups']);
}
