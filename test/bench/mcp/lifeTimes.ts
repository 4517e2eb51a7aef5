import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { CLI, cpuOf, middle, settingsFor, shown } from './process';

const STARTS = 7;

/** From the start of a process to its answer to `initialize`, and from being told to end to its end. */
export async function lifeTimes(): Promise<string[]> {
	const zoho = createZoho({ entries: 20 });
	const served = await serveZoho(zoho);
	zoho.faults.add({ on: 'token', times: Infinity, socket: { hang: true } });
	const variables = { ...process.env, ...settingsFor(zoho, served.url) };
	const lines: string[] = [];
	for (const how of ['stdin closed', 'SIGTERM'] as const) {
		const [starts, cpus, ends]: [number[], number[], number[]] = [[], [], []];
		for (let run = 0; run < STARTS; run++) {
			const begun = performance.now();
			const child = spawn(process.execPath, [CLI], { env: variables });
			child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
			await once(child.stdout, 'data');
			starts.push((performance.now() - begun) / 1000);
			cpus.push(cpuOf(child.pid ?? null));
			// It hangs at Zoho's token while it is told to end.
			const asked = zoho.requests.length;
			child.stdin.write(`${JSON.stringify(CALL)}\n`);
			while (zoho.requests.length === asked) await pause(5);
			const told = performance.now();
			if (how === 'SIGTERM') child.kill('SIGTERM');
			else child.stdin.end();
			await once(child, 'exit');
			ends.push((performance.now() - told) / 1000);
		}
		if (lines.length === 0) {
			lines.push(
				`${shown(middle(starts))} ${shown(middle(cpus))}  start of the process to initialize`,
			);
		}
		lines.push(
			`${shown(middle(ends))}           ${how} to the end of the process, during a question`,
		);
	}
	const http = await httpLifeTimes(zoho, variables);
	await served.close();
	return [...lines, ...http];
}

/** The same of a server that listens: an answer over HTTP needs a server that is up. */
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
		const begun = performance.now();
		const child = spawn(process.execPath, [CLI, '--http', '--port', '0'], {
			env: { ...variables, ZOHO_AUDIT_HTTP_TOKEN: token },
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		const [line] = (await once(child.stderr, 'data')) as [Buffer];
		const url = /http:\S+/.exec(line.toString())?.[0] ?? '';
		const post = async (message: object) =>
			await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) })).text();
		await post(INITIALIZE);
		starts.push((performance.now() - begun) / 1000);
		cpus.push(cpuOf(child.pid ?? null));
		const asked = zoho.requests.length;
		post(CALL).catch(() => undefined);
		while (zoho.requests.length === asked) await pause(5);
		const told = performance.now();
		child.kill('SIGTERM');
		await once(child, 'exit');
		ends.push((performance.now() - told) / 1000);
	}
	return [
		`${shown(middle(starts))} ${shown(middle(cpus))}  start of the process to initialize, over HTTP`,
		`${shown(middle(ends))}           SIGTERM to the end of the process, during a question over HTTP`,
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
