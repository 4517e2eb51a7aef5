import { itemsOf } from '../n8n/engine';
import { examples, isOurs, runnableInEngine } from '../n8n/examples';
import { nodeInEngine } from './nodeInEngine';

const n8n = nodeInEngine();

const failureOf = (run: Awaited<ReturnType<typeof n8n.engine.execute>>): string | undefined =>
	run.data.resultData.error?.message;

test('there is an example for each common question', () => {
	expect(examples().map(({ file }) => file)).toEqual([
		'alerts.json',
		'askTheLog.json',
		'auditLog.json',
		'dataTable.json',
		'exceptUsersAlert.json',
		'incident.json',
		'leaver.json',
		'massDeleteAlert.json',
		'nightlyArchive.json',
		'oncePerEntry.json',
		'siem.json',
		'weeklyDigest.json',
		'weeklyTable.json',
	]);
});

describe.each(examples())('$file', ({ content, ...example }) => {
	test('needs nothing but credentials to be selected', () => {
		// An account's own id or address would have to be replaced as well.
		const text = JSON.stringify(content.nodes.map(({ parameters }) => parameters));
		expect(text).not.toMatch(/https?:\/\//);
		expect(text).not.toMatch(/\d{15,}/);
		const types = content.nodes.flatMap(({ credentials }) => Object.keys(credentials ?? {}));
		expect(
			types.filter(
				(type) => !/^(zohoCrmAuditLogOAuth2Api|openAiApi|httpHeaderAuth|smtp)$/.test(type),
			),
		).toEqual([]);
	});

	test('has only parameters that its operations have', () => {
		for (const { type, parameters } of content.nodes.filter(isOurs)) {
			const { properties } = type.endsWith('Trigger')
				? n8n.engine.description('zohoCrmAuditLogTrigger')
				: n8n.description;
			const names = properties
				.filter(({ displayOptions: { show } = {} }) =>
					Object.entries(show ?? {}).every(
						([field, values]: [string, readonly unknown[] | undefined]) =>
							!['resource', 'operation'].includes(field) || values?.includes(parameters[field]),
					),
				)
				.map(({ name }) => name);
			// n8n's own: of tools, and of triggers that poll.
			const toolParameters = ['descriptionType', 'toolDescription', 'pollTimes'];
			const unknown = Object.keys(parameters).filter(
				(name) => ![...names, ...toolParameters].includes(name),
			);
			expect(unknown).toEqual([]);
		}
	});

	test("returns the right items in n8n's engine", async () => {
		if (Object.keys(example.truth).length === 0) return;
		example.happened?.(n8n.zoho);
		const counted = (): number[] => Object.values(example.truth).map((count) => count(n8n.zoho));
		const before = counted();
		const run = await n8n.engine.execute(runnableInEngine({ content, ...example }));
		expect(failureOf(run)).toBeUndefined();
		const returned = Object.keys(example.truth).map((name) => itemsOf(run, name).length);
		const after = counted();
		for (const [index, count] of returned.entries()) {
			expect([before[index], after[index]]).toContain(count);
		}
	}, 30_000);
});
