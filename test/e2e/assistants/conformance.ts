import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Checks } from '../host/checks';
import { sameNumber } from '../examples/runExamples';
import { startMcpServer } from './mcpServer';
import { lastLines, outcome } from '../host/processes';

const REVISIONS = ['2026-07-28', '2025-11-25'];
/** What must hold for real; a scenario that fails for want of the suite's own tools is in the baseline. */
const GUARD = 'dns-rebinding-protection';

/** The conformance suite of the protocol, for both revisions, with what is not offered as baseline. */
export async function conform(
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
	await checks.check(`${GUARD} fails when Host and Origin are not looked at`, async () => {
		const unguarded = await withoutHeaders(server.url);
		const { code } = await suite(unguarded.url, '--scenario', GUARD);
		await unguarded.close();
		sameNumber(code ?? -1, 1, 'as exit code');
		const guarded = await suite(server.url, '--scenario', GUARD);
		sameNumber(guarded.code ?? -1, 0, 'as exit code with the guard');
	});
	await server.stop();
}

/** By the guard; and two that belong to the connection. */
const LOOKED_AT = new Set(['host', 'origin', 'connection', 'content-length']);

/** The same server behind one that takes away what the guard looks at, as if there were no guard. */
async function withoutHeaders(target: string) {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const left = Object.entries(request.headers).filter(([name]) => !LOOKED_AT.has(name));
			const headers = left.map(([name, value]): [string, string] => [name, String(value)]);
			const body = request.method === 'POST' ? Buffer.concat(chunks) : null;
			fetch(target, { method: request.method ?? 'GET', headers, body })
				.then(async (answer) => {
					const type = answer.headers.get('content-type') ?? 'application/json';
					response.writeHead(answer.status, { 'content-type': type });
					response.end(Buffer.from(await answer.arrayBuffer()));
				})
				.catch(() => response.destroy());
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
