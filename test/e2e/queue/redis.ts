import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, type Running, start } from '../host/processes';

const PATIENCE_MS = 20_000;

const DEBIAN = '/usr/bin/redis-server';

export function hasRedis(): boolean {
	return existsSync(DEBIAN);
}

/** A Redis of this run alone, in memory only, from the Debian package redis-server. */
export async function startRedis(port: number, folder: string): Promise<Running> {
	const redis = start({
		file: DEBIAN,
		args: [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			...['--save', '', '--appendonly', 'no'],
		],
	});
	for (const end = Date.now() + PATIENCE_MS; ; await sleep(50)) {
		if (redis.output().includes('Ready to accept connections')) return redis;
		if (!redis.isRunning() || Date.now() > end) {
			const printed = lastLines(redis.output());
			throw new Error(`Redis does not start (apt-get install redis-server).\n${printed}`);
		}
	}
}
