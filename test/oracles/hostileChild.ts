import { zlibGunzip } from '../../mcp/archive/gunzip';
import { type Gunzip, platformGunzip } from '../../shared/files/gunzip';
import { hostileFiles } from './hostileFiles';
import { readTables } from './read';

/** The outcome of one hostile file. */
export interface Outcome {
	readonly name: string;
	readonly message: string;
	/** Processor time: the machine may have other work. */
	readonly cpuMs: number;
	/** Used while reading, in addition to the file itself. */
	readonly memoryMb: number;
}

/** Runs in a process of its own with a small heap: reads every hostile file and reports the outcome. */
async function main(gunzip: Gunzip): Promise<void> {
	const outcomes: Outcome[] = [];
	for (const { name, make } of hostileFiles) {
		const bytes = make();
		globalThis.gc?.();
		const before = process.memoryUsage().rss;
		const start = process.cpuUsage();
		const message = await readTables({ name: 'file', bytes }, gunzip).then(
			() => 'read',
			(error: unknown) => String(error),
		);
		const { user, system } = process.cpuUsage(start);
		const cpuMs = (user + system) / 1000;
		const memoryMb = (process.memoryUsage().rss - before) / 1024 / 1024;
		outcomes.push({ name, message, cpuMs, memoryMb });
	}
	process.stdout.write(JSON.stringify(outcomes));
}

void main(process.argv[2] === 'zlib' ? zlibGunzip : platformGunzip);
