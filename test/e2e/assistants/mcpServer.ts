import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../packed';
import { lastLines, start } from '../host/processes';

/** What callers of the server present, in every run of the tests. */
export const MCP_TOKEN = 'e2e-token-of-more-than-thirty-two-characters';

export interface McpServer {
	readonly url: string;
	/** All that it has printed. */
	printed(): string;
	stop(): Promise<void>;
}

const PATIENCE_MS = 20_000;

/** The built server over HTTP, on a free port of this machine. */
export async function startMcpServer(
	args: readonly string[],
	environment: Readonly<Record<string, string>>,
): Promise<McpServer> {
	const running = start({
		file: process.execPath,
		args: [path.join(ROOT, 'dist/mcp/cli.js'), '--http', '--port', '0', ...args],
		env: { PATH: process.env['PATH'], ...environment },
	});
	for (const end = Date.now() + PATIENCE_MS; ; await sleep(50)) {
		const url = /Listening on (\S+)/.exec(running.output())?.[1];
		if (url !== undefined) {
			return { url, printed: () => running.output(), stop: () => running.stop() };
		}
		if (!running.isRunning() || Date.now() > end) {
			throw new Error(`The MCP server does not listen.\n${lastLines(running.output())}`);
		}
	}
}
