import path from 'node:path';
import { ROOT } from '../../packed';
import type { Checks } from '../host/checks';
import { sameNumber } from '../examples/runExamples';
import { startMcpServer } from './mcpServer';
import { type Ended, outcome } from '../host/processes';

const CLI = path.join(ROOT, 'dist/mcp/cli.js');
const EXPORT_ID = '7610000000070000000';
/** Each tool with arguments that the demo has an answer to. */
const CALLS: Readonly<Record<string, object>> = {
	get_audit_log: { record: 'Acme', from: 'last week' },
	summarize_audit_log: { from: '30d', group_by: ['user'] },
	get_record_history: { record: 'Acme – Renewal 2026' },
	list_exports: {},
	get_export: { export_id: EXPORT_ID },
	download_export: { export_id: EXPORT_ID },
	create_export: { from: 'yesterday' },
};
const TOOL_ERROR = 5;

/** The Inspector's command line: a client that others wrote, in both eras, over stdio and HTTP. */
export async function inspect(
	checks: Checks,
	{ script, home }: { readonly script: string; readonly home: string },
): Promise<void> {
	// It keeps things in the home folder.
	const env = { ...process.env, HOME: home };
	const ask = async (target: readonly string[], ...args: readonly string[]): Promise<Ended> =>
		await outcome({
			file: process.execPath,
			args: [script, '--cli', ...target, ...args, '--format', 'json', '-q'],
			env,
		});
	const overStdio = ['node', CLI, '--demo'];
	const server = await startMcpServer(['--demo', '--http-no-token'], {});
	const overHttp = [server.url, '--transport', 'http'];

	await checks.check('Inspector: the list of tools has no finding under --strict', async () => {
		const strict = [script, '--cli', ...overStdio, '--method', 'tools/list'];
		const args = [...strict, '--format', 'json', '--strict'];
		const { code, stdout, output } = await outcome({ file: process.execPath, args, env });
		sameNumber(code ?? -1, 0, 'as exit code');
		const findings = output.replace(stdout, '').match(/^(Warning|Error)\b.*/gm) ?? [];
		if (findings.length > 0) throw new Error(findings.join('\n'));
	});
	for (const [name, target] of [
		['stdio', overStdio],
		['HTTP', overHttp],
	] as const) {
		for (const era of ['legacy', 'modern']) {
			await checks.check(`Inspector: every tool answers over ${name}, ${era}`, async () => {
				for (const [tool, given] of Object.entries(CALLS)) {
					const call = ['--method', 'tools/call', '--tool-name', tool];
					const args = [...call, '--tool-args-json', JSON.stringify(given)];
					const { code, output } = await ask(target, '--protocol-era', era, ...args);
					if (code !== 0) throw new Error(`${tool}: exit code ${code}\n${output.slice(0, 600)}`);
				}
				return `${Object.keys(CALLS).length} tools`;
			});
		}
	}
	await checks.check('Inspector: a tool that refuses is told as such', async () => {
		const call = ['--method', 'tools/call', '--tool-name', 'get_export'];
		const args = [...call, '--tool-args-json', '{"export_id":"1"}'];
		sameNumber((await ask(overStdio, ...args)).code ?? -1, TOOL_ERROR, 'as exit code');
	});
	await checks.check('Inspector: guide and prompts are read', async () => {
		const guide = await ask(overStdio, '--method', 'resources/read', '--uri', 'zoho-audit://guide');
		const prompt = ['--method', 'prompts/get', '--prompt-name', 'weekly_change_review'];
		const review = await ask(overStdio, ...prompt, '--prompt-args', 'module=Deals');
		for (const { code, output } of [guide, review]) {
			if (code !== 0) throw new Error(output.slice(0, 600));
		}
	});
	await server.stop();
}
