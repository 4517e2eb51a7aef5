import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import type { WorkflowFile } from '../../n8n/engine';
import { MINUTE } from '../../../shared/durations';
import { type Command, lastLines, type Outcome, start } from '../host/processes';
import type { Home } from './home';
import type { App } from './install';
import type { Line } from './lines';

/**
 * Node 24 sometimes never exits: its main thread waits for a worker of V8, which waits for a garbage collection by
 * the main thread. No command is silent for so long.
 */
const SILENCE_MS = 3 * MINUTE;

/** n8n's command line. One command at a time and none beside a server: the database is a file. */
export class CommandLine {
	/** All that n8n has printed. */
	output = '';

	constructor(
		private readonly line: Line,
		private readonly app: App,
		private readonly home: Home,
	) {}

	async importCredentials(...credentials: readonly object[]): Promise<void> {
		const file = this.write('credentials.json', credentials);
		await this.run('import:credentials', `--input=${file}`);
	}

	async importWorkflows(workflows: readonly WorkflowFile[]): Promise<void> {
		const file = this.write('workflows.json', workflows);
		await this.run('import:workflow', `--input=${file}`);
	}

	async publish(workflowId: string): Promise<void> {
		await this.run(...this.line.publish(workflowId));
	}

	/** Runs a workflow without server and editor. */
	async execute(workflowId: string): Promise<Pick<IRun, 'data'>> {
		const { code, stdout, output } = await this.ended(
			this.command('execute', `--id=${workflowId}`, '--rawOutput'),
		);
		this.output += output;
		// The run is printed as JSON between log lines; its last line is a lone bracket.
		const json = stdout.slice(stdout.indexOf('{\n'));
		const end = json.search(/^\}$/m);
		const isWhole = code === null && end > 0;
		if (code !== 0 && !isWhole) throw new Error(lastLines(output));
		return JSON.parse(json.slice(0, end + 1)) as Pick<IRun, 'data'>;
	}

	/** Runs a workflow with too many items to print. */
	async executeSilently(workflowId: string): Promise<void> {
		await this.run('execute', `--id=${workflowId}`);
	}

	/**
	 * Starts a workflow and kills n8n when a promise settles.
	 * @throws Error when n8n had exited before.
	 */
	async executeKilled(workflowId: string, moment: Promise<unknown>): Promise<void> {
		const running = start(this.command('execute', `--id=${workflowId}`, '--rawOutput'));
		await Promise.race([moment, running.exited]);
		const wasRunning = running.isRunning();
		await running.kill();
		this.output += (await running.exited).output;
		if (!wasRunning) throw new Error(`n8n had already exited.\n${lastLines(running.output())}`);
	}

	/** What n8n persists for the nodes of a workflow. */
	async staticData(workflowId: string): Promise<object> {
		const file = path.join(this.home.folder, 'exported.json');
		await this.run('export:workflow', `--id=${workflowId}`, `--output=${file}`);
		const [workflow] = [JSON.parse(readFileSync(file, 'utf8'))].flat() as WorkflowFile[];
		return workflow?.staticData ?? {};
	}

	private async run(...args: readonly string[]): Promise<void> {
		const { code, output } = await this.ended(this.command(...args));
		this.output += output;
		if (code !== 0) throw new Error(`${args.join(' ')} exited with ${code}\n${lastLines(output)}`);
	}

	/** Waits for the end of a command, and kills one that hangs: its exit code is null. */
	private async ended(command: Command): Promise<Outcome> {
		const running = start(command);
		let printed = -1;
		const watch = setInterval(() => {
			const { length } = running.output();
			if (length === printed) void running.kill();
			printed = length;
		}, SILENCE_MS);
		return await running.exited.finally(() => clearInterval(watch));
	}

	private command(...args: readonly string[]) {
		const { node, script } = this.app;
		return { file: node, args: [script, ...args], env: this.home.environment };
	}

	private write(name: string, value: unknown): string {
		const file = path.join(this.home.folder, name);
		writeFileSync(file, JSON.stringify(value));
		return file;
	}
}

/** The items a node returned in all its runs. */
export function itemsIn({ data }: Pick<IRun, 'data'>, node: string): INodeExecutionData[] {
	const runs = data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => run.data?.['main']?.[0] ?? []);
}

/** The error of a run as n8n reports it, undefined when there is none. */
export function errorIn({ data }: Pick<IRun, 'data'>): IDataObject | undefined {
	const { error, runData } = data.resultData;
	const inNodes = Object.values(runData).flatMap((runs) => runs.map((run) => run.error));
	return (error ?? inNodes.find(Boolean)) as unknown as IDataObject | undefined;
}

/** @throws Error when the run failed. */
export function assertSucceeded(run: Pick<IRun, 'data'>): void {
	const error = errorIn(run);
	if (error) throw new Error(`${String(error['message'])} ${String(error['description'])}`);
}
