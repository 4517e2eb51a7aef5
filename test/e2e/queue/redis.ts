import { existsSync } from 'node:fs';
import { type Running, start, untilReady } from '../host/processes';

const DEBIAN = '/usr/bin/redis-server';

export function hasRedis(): boolean {
	return existsSync(DEBIAN);
}

/** A Redis of this run's own, in memory only, from the Debian package redis-server. */
export async function startRedis(port: number, folder: string): Promise<Running> {
	const redis = start({
		file: DEBIAN,
		args: [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			...['--save', '', '--appendonly', 'no'],
		],
	});
	return await untilReady(redis, 'Redis does not start (apt-get install redis-server).', () =>
		redis.output().includes('Ready to accept connections') ? redis : undefined,
	);
}
