import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import type { WorkflowFile } from '../../n8n/engine';
import type { Home } from './home';
import type { App } from './install';
import type { Line } from './lines';
import { lastLines, outcome, run, start } from '../host/processes';
import type { Ended } from '../host/processes';

/** n8n's command line; one command at a time, and none beside a server, for the database is a file. */
export class CommandLine {
	/** All that n8n has printed. */
	printed = '';

	constructor(
		private readonly line: Line,
		private readonly app: App,
		private readonly home: Home,
	) {}

	async importCredentials(...credentials: readonly object[]): Promise<void> {
		const file = this.written('credentials.json', credentials);
		this.note(await run(this.command('import:credentials', `--input=${file}`)));
	}

	async importWorkflows(workflows: readonly WorkflowFile[]): Promise<void> {
		const file = this.written('workflows.json', workflows);
		this.note(await run(this.command('import:workflow', `--input=${file}`)));
	}

	async publish(workflowId: string): Promise<void> {
		this.note(await run(this.command(...this.line.publish(workflowId))));
	}

	/** Runs a workflow without server and editor. */
	async execute(workflowId: string): Promise<Pick<IRun, 'data'>> {
		const ended = await outcome(this.command('execute', `--id=${workflowId}`, '--rawOutput'));
		this.note(ended);
		// The run is printed as JSON among the lines of the log: its last line is a bracket alone.
		const json = ended.stdout.slice(ended.stdout.indexOf('{\n'));
		if (ended.code !== 0) throw new Error(lastLines(ended.output));
		return JSON.parse(json.slice(0, json.search(/^\}$/m) + 1)) as Pick<IRun, 'data'>;
	}

	/** Runs a workflow whose items are too many to be printed. */
	async executeUnread(workflowId: string): Promise<void> {
		this.note(await run(this.command('execute', `--id=${workflowId}`)));
	}

	/**
	 * Begins to run a workflow, and kills n8n at a moment.
	 * @throws Error when n8n had ended before.
	 */
	async executeKilled(workflowId: string, moment: Promise<unknown>): Promise<void> {
		const running = start(this.command('execute', `--id=${workflowId}`, '--rawOutput'));
		await Promise.race([moment, running.ended]);
		const wasRunning = running.isRunning();
		await running.kill();
		this.note(await running.ended);
		if (!wasRunning) throw new Error(`It had ended.\n${lastLines(running.output())}`);
	}

	/** What n8n keeps for the nodes of a workflow. */
	async staticData(workflowId: string): Promise<object> {
		const file = path.join(this.home.folder, 'exported.json');
		this.note(await run(this.command('export:workflow', `--id=${workflowId}`, `--output=${file}`)));
		const [workflow] = [JSON.parse(readFileSync(file, 'utf8'))].flat() as WorkflowFile[];
		return workflow?.staticData ?? {};
	}

	private command(...args: readonly string[]) {
		const { node, script } = this.app;
		return { file: node, args: [script, ...args], env: this.home.environment };
	}

	private written(name: string, value: unknown): string {
		const file = path.join(this.home.folder, name);
		writeFileSync(file, JSON.stringify(value));
		return file;
	}

	private note({ output }: Ended): void {
		this.printed += output;
	}
}

/** The items of a node, over all its turns. */
export function itemsIn({ data }: Pick<IRun, 'data'>, node: string): INodeExecutionData[] {
	const turns = data.resultData.runData[node] ?? [];
	return turns.flatMap((turn) => turn.data?.['main']?.[0] ?? []);
}

/** What went wrong in a run, as n8n tells it; undefined when nothing did. */
export function failureIn({ data }: Pick<IRun, 'data'>): IDataObject | undefined {
	const { error, runData } = data.resultData;
	const inNodes = Object.values(runData).flatMap((turns) => turns.map((turn) => turn.error));
	return (error ?? inNodes.find(Boolean)) as unknown as IDataObject | undefined;
}
