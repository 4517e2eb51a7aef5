/** A release line of n8n in use, and what it takes to run it here. */
export interface Line {
	readonly n8n: string;
	/** The major version of Node it runs on. */
	readonly node: number;
	/** Replaces versions that not every registry has, or that are downloaded from elsewhere. */
	readonly overrides: Readonly<Record<string, string>>;
	/** Whether SQLite is node:sqlite, or compiled. */
	readonly sqlite: 'node' | 'compiled';
	readonly environment: Readonly<Record<string, string>>;
	/** The arguments of n8n's command line that activate a workflow. */
	publish(workflowId: string): readonly string[];
	/** What n8n's MCP Client Tool calls a tool, by the name of its node. */
	toolName(node: string, tool: string): string;
}

const LINES: Readonly<Record<string, Line>> = {
	'2': {
		n8n: '2.41.1',
		node: 24,
		overrides: { linkedom: '0.18.12' },
		sqlite: 'node',
		environment: {
			// These modules call n8n's own servers at startup.
			N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,insights,workflow-builder',
			N8N_RUNNERS_MODE: 'internal',
		},
		publish: (id) => ['publish:workflow', `--id=${id}`],
		toolName: (node, tool) => `${node.replaceAll(' ', '_')}_${tool}`,
	},
	'1': {
		n8n: '1.123.81',
		node: 20,
		overrides: { linkedom: '0.18.12', xlsx: '0.18.5' },
		// Node 20 has no SQLite of its own.
		sqlite: 'compiled',
		environment: {
			// The other engine has no binary for Node 20.
			N8N_EXPRESSION_ENGINE: 'legacy',
			N8N_RUNNERS_ENABLED: 'false',
			DB_SQLITE_POOL_SIZE: '2',
			N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		},
		publish: (id) => ['update:workflow', `--id=${id}`, '--active=true'],
		toolName: (_node, tool) => tool,
	},
};

export function lineNamed(name: string): Line {
	const line = LINES[name];
	if (line) return line;
	throw new Error(`There is no line "${name}". Use one of ${Object.keys(LINES).join(', ')}.`);
}
