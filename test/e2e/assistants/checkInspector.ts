import path from 'node:path';
import type { ToolName } from '../../../mcp/config/toolNames';
import { ROOT } from '../../packed';
import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import { outcome } from '../host/processes';
import { startMcpServer } from './mcpServer';

const CLI = path.join(ROOT, 'dist/mcp/cli.js');
const EXPORT_ID = '7610000000070000000';
/** Each tool with arguments that the demo can answer. */
const CALLS: Readonly<Record<ToolName, object>> = {
	get_audit_log: { record: 'Acme', from: 'last week' },
	summarize_audit_log: { from: '30d', group_by: ['user'] },
	get_record_history: { record: 'Acme – Renewal 2026' },
	review_audit_log: { from: 'last week' },
	list_users: { from: 'last week' },
	list_deleted_records: { from: 'last week' },
	save_audit_log: { from: 'last week', as: 'text' },
	list_exports: {},
	get_export: { export_id: EXPORT_ID },
	download_export: { export_id: EXPORT_ID },
	create_export: { from: 'yesterday' },
};
const TOOL_ERROR = 5;

/** The Inspector's command line, in both protocol eras, over stdio and HTTP. */
export async function checkInspector(
	checks: Checks,
	{ script, home }: { readonly script: string; readonly home: string },
): Promise<void> {
	// It writes to the home folder.
	const env = { ...process.env, HOME: home };
	/** The output of a command that has to end with an exit code. */
	const inspector = async (exitCode: number, ...args: readonly string[]): Promise<string> => {
		const command = [script, '--cli', ...args, '--format', 'json', '-q'];
		const { code, output } = await outcome({ file: process.execPath, args: command, env });
		if (code === exitCode) return output;
		throw new Error(`${args.join(' ')}: exit code ${code}\n${output.slice(0, 600)}`);
	};
	const overStdio = ['node', CLI, '--demo'];
	const server = await startMcpServer(['--demo', '--http-no-token'], {});
	const overHttp = [server.url, '--transport', 'http'];

	await checks.check('Inspector: --strict has no objection to the list of tools', async () => {
		const strict = [script, '--cli', ...overStdio, '--method', 'tools/list'];
		const args = [...strict, '--format', 'json', '--strict'];
		const { code, stdout, output } = await outcome({ file: process.execPath, args, env });
		assertEqual(code, 0, 'exit code');
		const findings = output.replace(stdout, '').match(/^(Warning|Error)\b.*/gm) ?? [];
		if (findings.length > 0) throw new Error(findings.join('\n'));
	});
	for (const [name, target] of [
		['stdio', overStdio],
		['HTTP', overHttp],
	] as const) {
		for (const era of ['legacy', 'modern']) {
			await checks.check(`Inspector: every tool answers over ${name}, ${era}`, async () => {
				for (const [tool, input] of Object.entries(CALLS)) {
					const call = ['--method', 'tools/call', '--tool-name', tool];
					const args = [...call, '--tool-args-json', JSON.stringify(input)];
					await inspector(0, ...target, '--protocol-era', era, ...args);
				}
				return `${Object.keys(CALLS).length} tools`;
			});
		}
	}
	await checks.check('Inspector: a tool error is reported as one', async () => {
		const call = ['--method', 'tools/call', '--tool-name', 'get_export'];
		await inspector(TOOL_ERROR, ...overStdio, ...call, '--tool-args-json', '{"export_id":"1"}');
	});
	await checks.check('Inspector: the guide and a prompt can be read', async () => {
		const guide = ['--method', 'resources/read', '--uri', 'zoho-audit://guide'];
		await inspector(0, ...overStdio, ...guide);
		const prompt = ['--method', 'prompts/get', '--prompt-name', 'weekly_change_review'];
		await inspector(0, ...overStdio, ...prompt, '--prompt-args', 'module=Deals');
	});
	await server.stop();
}
