import path from 'node:path';
import { ROOT } from '../../packed';
import { start, untilReady } from '../host/processes';

/** The bearer token of every caller of the server. */
export const MCP_TOKEN = 'e2e-token-of-more-than-thirty-two-characters';

export interface McpServer {
	readonly url: string;
	stop(): Promise<void>;
}

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
	const url = await untilReady(
		running,
		'The MCP server does not listen.',
		() => /Listening on (\S+)/.exec(running.output())?.[1],
	);
	return { url, stop: () => running.stop() };
}
