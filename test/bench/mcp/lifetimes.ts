import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { CLI, cpuOf, median, settingsFor, formatted } from './process';

const STARTS = 7;

/** From starting a process to its answer to `initialize`, and from stopping it to its exit. */
export async function lifetimes(): Promise<string[]> {
	const zoho = createZoho({ entries: 20 });
	const served = await serveZoho(zoho);
	zoho.faults.add({ on: 'token', times: Infinity, socket: { hang: true } });
	const variables = { ...process.env, ...settingsFor(zoho, served.url) };
	const lines: string[] = [];
	for (const how of ['stdin closed', 'SIGTERM'] as const) {
		const [starts, cpus, ends]: [number[], number[], number[]] = [[], [], []];
		for (let run = 0; run < STARTS; run++) {
			const started = performance.now();
			const child = spawn(process.execPath, [CLI], { env: variables });
			child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
			await once(child.stdout, 'data');
			starts.push((performance.now() - started) / 1000);
			cpus.push(cpuOf(child.pid ?? null));
			// The call waits for Zoho's token while the process is stopped.
			const before = zoho.requests.length;
			child.stdin.write(`${JSON.stringify(CALL)}\n`);
			while (zoho.requests.length === before) await pause(5);
			const stopped = performance.now();
			if (how === 'SIGTERM') child.kill('SIGTERM');
			else child.stdin.end();
			await once(child, 'exit');
			ends.push((performance.now() - stopped) / 1000);
		}
		if (lines.length === 0) {
			lines.push(
				`${formatted(median(starts))} ${formatted(median(cpus))}  start of the process to initialize`,
			);
		}
		lines.push(
			`${formatted(median(ends))}           ${how} to the exit of the process, during a call`,
		);
	}
	const http = await httpLifeTimes(zoho, variables);
	await served.close();
	return [...lines, ...http];
}

/** The same for a server over HTTP. */
async function httpLifeTimes(zoho: Zoho, variables: NodeJS.ProcessEnv): Promise<string[]> {
	const token = 'of-the-benchmark-0123456789abcdef';
	const headers = {
		authorization: `Bearer ${token}`,
		'content-type': 'application/json',
		accept: 'application/json, text/event-stream',
		'mcp-protocol-version': '2025-11-25',
	};
	const [starts, cpus, ends]: [number[], number[], number[]] = [[], [], []];
	for (let run = 0; run < STARTS; run++) {
		const started = performance.now();
		const child = spawn(process.execPath, [CLI, '--http', '--port', '0'], {
			env: { ...variables, ZOHO_AUDIT_HTTP_TOKEN: token },
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		const [line] = (await once(child.stderr, 'data')) as [Buffer];
		const url = /http:\S+/.exec(line.toString())?.[0] ?? '';
		const post = async (message: object) =>
			await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) })).text();
		await post(INITIALIZE);
		starts.push((performance.now() - started) / 1000);
		cpus.push(cpuOf(child.pid ?? null));
		const before = zoho.requests.length;
		post(CALL).catch(() => undefined);
		while (zoho.requests.length === before) await pause(5);
		const stopped = performance.now();
		child.kill('SIGTERM');
		await once(child, 'exit');
		ends.push((performance.now() - stopped) / 1000);
	}
	return [
		`${formatted(median(starts))} ${formatted(median(cpus))}  start of the process to initialize, over HTTP`,
		`${formatted(median(ends))}           SIGTERM to the exit of the process, during a call over HTTP`,
	];
}

const INITIALIZE = {
	jsonrpc: '2.0',
	id: 1,
	method: 'initialize',
	params: {
		protocolVersion: '2025-11-25',
		capabilities: {},
		clientInfo: { name: 'bench', version: '0' },
	},
};
const CALL = {
	jsonrpc: '2.0',
	id: 2,
	method: 'tools/call',
	params: { name: 'list_exports', arguments: {} },
};
