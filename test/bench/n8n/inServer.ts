import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PackedCopy } from '../../packed';
import { CommandLine } from '../../e2e/n8n/commandLine';
import { createHome, installPackage } from '../../e2e/n8n/home';
import { installApp } from '../../e2e/n8n/install';
import { lineNamed } from '../../e2e/n8n/lines';
import { bootServer } from '../../e2e/n8n/server';
import { auditLogNode, downloadExport, node, webhookWorkflow } from '../../e2e/n8n/workflows';
import { CREDENTIAL } from '../../e2e/n8n/zohoAccount';
import { startOutboundProxy } from '../../e2e/host/outboundProxy';
import type { Measurement } from './scenario';

const MB = 1024 * 1024;
/** Where /proc counts time. */
const TICK_MS = 10;
const QUIET_MS = 1_500;

const exportId = { __rl: true, mode: 'id', value: 'latest' };
const entries = (path: string, id: string, count: object) =>
	webhookWorkflow(
		id,
		path,
		{ responseData: 'allEntries' },
		auditLogNode('Download Export', { ...downloadExport, exportId, ...count }),
		node('Limit', 'n8n-nodes-base.limit', { maxItems: 1 }),
	);
const one = entries('one', 'benchOne00000001', { limit: 1 });
const all = entries('all', 'benchAll00000001', { returnAll: true });

/**
 * One run in a new n8n with server and database, which keeps the execution as it does by default: the entries as
 * items, then a node that takes the first of them.
 */
export async function inServer(tarball: PackedCopy, credential: string): Promise<Measurement> {
	const line = lineNamed('2');
	const app = await installApp(line);
	const proxy = await startOutboundProxy();
	const home = await createHome(line, app, proxy);
	try {
		installPackage(home, String(tarball.manifest['name']), tarball.tarball);
		const n8n = new CommandLine(line, app, home);
		await n8n.importCredentials({ ...CREDENTIAL, data: JSON.parse(credential) as object });
		await n8n.importWorkflows([one.workflow, all.workflow]);
		await n8n.publish(one.workflow.id);
		await n8n.publish(all.workflow.id);
		const running = await bootServer(app, home, one.address);
		try {
			const { pid = 0 } = running;
			await quiet(pid);
			// The highest memory begins anew: starting n8n takes more than some runs.
			writeFileSync(`/proc/${pid}/clear_refs`, '5');
			const before = { mb: memoryOf(pid, 'VmRSS'), cpuMs: cpuOf(pid) };
			const start = performance.now();
			const answer = await fetch(home.url + all.address);
			const wallMs = performance.now() - start;
			const text = await answer.text();
			if (!answer.ok) throw new Error(text);
			// n8n answers before it has saved the execution.
			await quiet(pid);
			return {
				...{ items: (JSON.parse(text) as unknown[]).length, bytes: 0, wallMs },
				...{ cpuMs: cpuOf(pid) - before.cpuMs, nodeMs: wallMs },
				...{ peakMb: memoryOf(pid, 'VmHWM'), beforeMb: before.mb, heldMb: NaN },
			};
		} finally {
			await running.stop();
		}
	} finally {
		home.remove();
		await proxy.close();
	}
}

/** Until the process does nothing for a while. */
async function quiet(pid: number): Promise<void> {
	for (let last = -1; ;) {
		const now = cpuOf(pid);
		if (now - last <= 5 * TICK_MS) return;
		last = now;
		await sleep(QUIET_MS);
	}
}

function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
	const [, kilobytes] =
		new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ??
		[];
	return (Number(kilobytes) * 1024) / MB;
}

/** Of the process itself, in user and system mode. */
function cpuOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
