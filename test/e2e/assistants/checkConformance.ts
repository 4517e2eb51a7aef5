import path from 'node:path';
import type { Checks } from '../host/checks';
import { assertEqual } from '../host/assertions';
import { serve, type LoopbackServer } from '../host/loopback';
import { startMcpServer } from './mcpServer';
import { lastLines, outcome } from '../host/processes';

const REVISIONS = ['2026-07-28', '2025-11-25'];
/** A scenario that has to pass because of our guard, so it is also run without the guard. */
const GUARD = 'dns-rebinding-protection';

/** The protocol's conformance suite for both revisions; the baseline lists what is not offered. */
export async function checkConformance(
	checks: Checks,
	{ node, script, home }: { readonly node: string; readonly script: string; readonly home: string },
): Promise<void> {
	const server = await startMcpServer(['--demo', '--http-no-token'], {});
	const suite = async (url: string, ...args: readonly string[]) =>
		await outcome({
			file: node,
			args: [script, 'server', '--url', url, ...args, '-o', path.join(home, 'conformance')],
			cwd: home,
		});
	for (const revision of REVISIONS) {
		await checks.check(`The conformance suite passes for ${revision}`, async () => {
			const baseline = path.join(__dirname, `baseline.${revision}.yml`);
			const args = ['--requirements', revision, '--expected-failures', baseline];
			const { code, output } = await suite(server.url, ...args);
			if (code !== 0) throw new Error(lastLines(output));
			return /^Total: .*$/m.exec(output)?.[0] ?? '';
		});
	}
	await checks.check(`${GUARD} fails when Host and Origin are hidden from the guard`, async () => {
		const unguarded = await serveWithoutHeaders(server.url);
		const { code } = await suite(`${unguarded.url}/mcp`, '--scenario', GUARD);
		await unguarded.close();
		assertEqual(code, 1, 'exit code');
		const guarded = await suite(server.url, '--scenario', GUARD);
		assertEqual(guarded.code, 0, 'exit code with the guard');
	});
	await server.stop();
}

/** Two that the guard checks, and two that belong to the connection. */
const DROPPED = new Set(['host', 'origin', 'connection', 'content-length']);

/** A proxy that drops the headers the guard checks, so that the server answers as if without it. */
async function serveWithoutHeaders(target: string): Promise<LoopbackServer> {
	return await serve(async ({ method = 'GET', headers: received }, content, response) => {
		const kept = Object.entries(received).filter(([name]) => !DROPPED.has(name));
		const headers = kept.map(([name, value]): [string, string] => [name, String(value)]);
		const body = method === 'POST' ? content : null;
		try {
			const answer = await fetch(target, { method, headers, body });
			const type = answer.headers.get('content-type') ?? 'application/json';
			response.writeHead(answer.status, { 'content-type': type });
			response.end(Buffer.from(await answer.arrayBuffer()));
		} catch {
			response.destroy();
		}
	});
}
