import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { outcome, run, start, untilReady } from '../host/processes';

const DEBIAN = '/usr/lib/postgresql';
const BOOT_MS = 30_000;

export interface Postgres {
	/** The result of a query, its columns separated by `|`. */
	query(sql: string): Promise<string>;
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

/** A PostgreSQL of this run's own, from the Debian package postgresql, in a folder removed with it. */
export async function startPostgres({ port, user, password, database }: Login): Promise<Postgres> {
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-e2e-postgres-'));
	const remove = (): void => rmSync(folder, { recursive: true, force: true });
	const secret = path.join(folder, 'password');
	const data = path.join(folder, 'data');
	const env = { ...process.env, PGPASSWORD: password };
	const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', user];
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
		const probe = { file: program('pg_isready'), args: connection.slice(0, 4) };
		const isReady = async () => (await outcome(probe)).code === 0 || undefined;
		await untilReady(server, 'PostgreSQL does not start.', isReady, BOOT_MS);
		await run({ file: program('createdb'), args: [...connection, database], env });
		return {
			async query(sql) {
				const args = [...connection, '-d', database, '-At', '-c', sql];
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
		throw new Error('PostgreSQL is not installed (apt-get install postgresql).');
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
