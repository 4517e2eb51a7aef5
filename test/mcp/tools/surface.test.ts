import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { type Session, session } from '../session';

let it: Session;

beforeAll(async () => void (it = await session({ entries: 20 })));
afterAll(async () => await it.close());

/** Tokens of OpenAI's newer models; others differ by some per cent. */
const tiktoken = new Tiktoken(o200k);
const tokens = (value: unknown): number => tiktoken.encode(JSON.stringify(value)).length;

test('the whole surface, as a client sees it', async () => {
	const { client } = it;
	const { tools } = await client.listTools();
	for (const tool of tools) expect(tool).toMatchSnapshot(tool.name);
	expect((await client.listPrompts()).prompts).toMatchSnapshot('prompts');
	expect((await client.listResources()).resources).toMatchSnapshot('resources');
	expect((await client.listResourceTemplates()).resourceTemplates).toMatchSnapshot('templates');
	expect(client.getInstructions()).toMatchSnapshot('instructions');
	expect(client.getServerCapabilities()).toMatchSnapshot('capabilities');
});

test('the list of tools stays within its budget of tokens', async () => {
	const { tools } = await it.client.listTools();
	const visible = tools.map(({ name, description, inputSchema }) => ({
		name,
		description,
		inputSchema,
	}));
	const all = tools.map((tool, index) => ({ ...visible[index], outputSchema: tool.outputSchema }));
	expect(tokens(visible)).toBeLessThanOrEqual(3_200);
	expect(tokens(all)).toBeLessThanOrEqual(4_600);
	console.info(`${tokens(visible)} tokens visible to a model, ${tokens(all)} with output schemas`);
});

test('the schema of each tool says something of each argument', async () => {
	const { tools } = await it.client.listTools();
	for (const { inputSchema } of tools) {
		expect(inputSchema.type).toBe('object');
		for (const property of Object.values(inputSchema.properties ?? {})) {
			expect(Object.keys(property as object).length).toBeGreaterThan(0);
		}
	}
});
