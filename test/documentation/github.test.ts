import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { ROOT } from '../packed';
import { commandProblems } from './commands';
import { repositoryFiles } from './markdown';

/** Programs on GitHub's machines that the workflows call. */
const ON_GITHUB = ['.ci/run', 'test', 'jq', 'printf', 'sha256sum', 'cut', 'gh', 'go'];

const files = repositoryFiles().filter((file) => /^\.github\/.*\.yml$/.test(file));
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Step {
	readonly name?: string;
	readonly uses?: string;
	readonly run?: string;
	readonly env?: Readonly<Record<string, string>>;
}
interface Job {
	readonly steps: readonly Step[];
	readonly permissions?: Readonly<Record<string, string>>;
}
interface Workflow {
	readonly permissions?: Readonly<Record<string, string>>;
	readonly jobs: Readonly<Record<string, Job>>;
}

/** What is wrong with a workflow; empty if nothing is. */
function workflowProblems(text: string): string[] {
	const workflow = parseDocument(text).toJS() as Workflow;
	const mayWrite = Object.values(workflow.permissions ?? { all: 'write' }).includes('write');
	const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
	const commands = steps.map(({ run = '' }) => run.replace(/\$\{\{[^}]*\}\}/g, 'value'));
	return [
		...(mayWrite ? ['every job has write permission'] : []),
		...steps.flatMap(({ uses = '' }) =>
			uses === '' || /^[\w-]+\/[\w/.-]+@[0-9a-f]{40}$/.test(uses) ? [] : [`${uses}: not pinned`],
		),
		// People read the tag, and Dependabot keeps it beside the commit.
		...[...text.matchAll(/uses: \S+@[0-9a-f]+(?! # v\d)$/gm)].map(([line]) => `${line}: no tag`),
		// A text that others choose would become part of the command.
		...steps.flatMap(({ run = '' }) => (run.includes('${{ github.event') ? ['injection'] : [])),
		...commands.flatMap((command) => commandProblems(command, ON_GITHUB)),
	];
}

test('there are workflows, issue forms and a configuration for updates', () => {
	expect(files).toEqual([
		'.github/ISSUE_TEMPLATE/bug.yml',
		'.github/ISSUE_TEMPLATE/config.yml',
		'.github/ISSUE_TEMPLATE/feature.yml',
		'.github/ISSUE_TEMPLATE/zoho-looks-different.yml',
		'.github/dependabot.yml',
		'.github/workflows/ci.yml',
		'.github/workflows/release.yml',
	]);
});

test.each(files)('%s is YAML', (file) => {
	const { errors, warnings } = parseDocument(read(file));
	expect([...errors, ...warnings]).toEqual([]);
});

test.each(files.filter((file) => file.includes('/workflows/')))(
	'%s calls only what exists, and nothing that others can change',
	(file) => expect(workflowProblems(read(file))).toEqual([]),
);

test('CI and the release run all checks', () => {
	expect(existsSync(path.join(ROOT, '.ci/run'))).toBe(true);
	for (const name of ['ci', 'release']) {
		expect(read(`.github/workflows/${name}.yml`)).toContain('- run: .ci/run\n');
	}
});

test('.ci/run calls only what exists', () => {
	const lines = read('.ci/run').replace(/^(set|cd) .*$/gm, '');
	expect(commandProblems(lines)).toEqual([]);
});

test('packages are published with provenance, by the one job that npm trusts, which runs nothing of ours or of others', () => {
	const { jobs } = parseDocument(read('.github/workflows/release.yml')).toJS() as Workflow;
	const runs = Object.entries(jobs).map(
		([name, { steps }]) => [name, steps.map(({ run = '' }) => run).join('\n')] as const,
	);
	const publishing = runs.filter(([, run]) => run.includes('npm publish'));
	expect(publishing.map(([name]) => name)).toEqual(['publish']);
	const [, commands = ''] = publishing[0] ?? [];
	expect(commands.match(/^npm .*/gm)).toEqual(
		['n8n-nodes-zoho-crm-audit-log', 'zoho-crm-audit-log-mcp'].map(
			(name) =>
				`npm publish "release/${name}-${'${GITHUB_REF_NAME#v}'}.tgz" --provenance --access public --ignore-scripts --tag "$DIST_TAG"`,
		),
	);
	expect(commands).not.toMatch(/\b(npx|node|go|npm (ci|install|run|exec))\b/);
	expect(jobs['publish']?.steps.some(({ uses }) => uses?.startsWith('actions/checkout'))).toBe(
		false,
	);
	const trusted = Object.entries(jobs).filter(([, { permissions }]) => permissions?.['id-token']);
	expect(trusted.map(([name]) => name)).toEqual(['publish', 'registry']);
	expect(read('.github/workflows/release.yml')).not.toMatch(/secrets\./);
});

test('the job that packs has no right but to read, and no tool that is not locked', () => {
	const { jobs } = parseDocument(read('.github/workflows/release.yml')).toJS() as Workflow;
	expect(jobs['pack']).not.toHaveProperty('permissions');
	const commands = jobs['pack']?.steps.map(({ run = '' }) => run).join('\n');
	expect(commands).not.toMatch(/npx|npm (install|exec)/);
});

test('the release uses the version of mcpb that the end-to-end run tests', () => {
	const [, tried] = /MCPB = '([\d.]+)'/.exec(read('test/e2e/assistants.ts')) ?? [];
	const locked = JSON.parse(read('.ci/mcpb/package-lock.json')) as {
		packages: Record<string, { version?: string; integrity?: string; resolved?: string }>;
	};
	expect(locked.packages['node_modules/@anthropic-ai/mcpb']?.version).toBe(tried);
	for (const [name, { integrity, resolved }] of Object.entries(locked.packages)) {
		if (name !== '')
			expect({ name, isLocked: integrity !== undefined, resolved }).toEqual({
				name,
				isLocked: true,
				resolved: undefined,
			});
	}
});

const FIELDS = ['markdown', 'dropdown', 'input', 'textarea', 'checkboxes'];

interface Form {
	readonly name?: string;
	readonly description?: string;
	readonly body?: readonly {
		readonly type: string;
		readonly id?: string;
		readonly attributes: { readonly label?: string; readonly options?: readonly string[] };
	}[];
}

/** As GitHub accepts them: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
function formProblems({ name, description, body = [] }: Form): string[] {
	const questions = body.filter(({ type }) => type !== 'markdown');
	const ids = questions.map(({ id }) => id);
	return [
		...(name && description && questions.length > 0
			? []
			: ['needs a name, a description and a question']),
		...body.flatMap(({ type }) => (FIELDS.includes(type) ? [] : [`${type}: no such field type`])),
		...(new Set(ids).size === ids.length ? [] : ['repeats an id']),
		...questions.flatMap(({ id, attributes }) =>
			id && attributes.label ? [] : ['no id or label'],
		),
	];
}

test.each(files.filter((file) => /ISSUE_TEMPLATE\/(?!config)/.test(file)))(
	'%s is a form that GitHub accepts',
	(file) => expect(formProblems(parseDocument(read(file)).toJS() as Form)).toEqual([]),
);

describe('rejected:', () => {
	const pinned = `${'a'.repeat(40)} # v1`;
	const workflow = (step: string, permissions = 'permissions: {}'): string =>
		`${permissions}\njobs:\n  it:\n    steps:\n      - ${step}\n`;

	test.each([
		['an action by its tag', workflow('uses: actions/checkout@v7')],
		['a commit without a tag', workflow(`uses: actions/checkout@${'a'.repeat(40)}`)],
		['a missing script', workflow('run: npm run none')],
		['an unknown program', workflow('run: curl-it | test')],
		['an injection', workflow('run: test "${{ github.event.issue.title }}"')],
		[
			'write permission for every job',
			workflow(`uses: actions/checkout@${pinned}`, 'permissions: {a: write}'),
		],
		['no permissions', workflow(`uses: actions/checkout@${pinned}`, 'name: it')],
	])('a workflow with %s', (_, text) => expect(workflowProblems(text)).toHaveLength(1));

	test.each<[string, Form]>([
		['no question', { name: 'a', description: 'b', body: [] }],
		[
			'an unknown field',
			{
				name: 'a',
				description: 'b',
				body: [{ type: 'text', id: 'c', attributes: { label: 'd' } }],
			},
		],
		[
			'no label',
			{ name: 'a', description: 'b', body: [{ type: 'input', id: 'c', attributes: {} }] },
		],
	])('a form with %s', (_, form) => expect(formProblems(form)).toHaveLength(1));
});
