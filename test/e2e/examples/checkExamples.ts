import { assertEqual } from '../host/assertions';
import type { Checks } from '../host/checks';
import { assertSucceeded, itemsIn } from '../n8n/commandLine';
import type { CommandLine } from '../n8n/commandLine';
import { verifyExample, type World } from './expectations';
import type { Prepared } from './prepared';

/** Runs every example as users do, and compares its items with the emulator's log. */
export async function checkExamples(
	checks: Checks,
	n8n: CommandLine,
	examples: readonly Prepared[],
	world: World,
): Promise<void> {
	const { account } = world;
	const before = account.renewals();
	// Before the first run: examples read exports of earlier ones, which contain nothing newer.
	for (const { example } of examples) example.happened?.(account.zoho);
	for (const prepared of examples) {
		const { file } = prepared.example;
		await checks.check(`The example ${file} runs and returns the right items`, () =>
			runExample(n8n, prepared, world),
		);
	}
	await checks.check('The first run renewed the stale token once, and later runs did not', () =>
		assertEqual(account.renewals() - before, 1, 'renewals'),
	);
}

async function runExample(
	n8n: CommandLine,
	{ example, workflow }: Prepared,
	world: World,
): Promise<string> {
	const { zoho } = world.account;
	const { file, ours, truth } = example;
	const expected = (name: string) => truth[name]?.(zoho);
	const before = ours.map(expected);
	const run = await n8n.execute(workflow.id);
	assertSucceeded(run);
	const counts = ours.flatMap((name, index) => {
		const bounds = [before[index], expected(name)].filter((bound) => bound !== undefined);
		if (bounds.length === 0) return [];
		const count = itemsIn(run, name).length;
		const [least, most] = [Math.min(...bounds), Math.max(...bounds)];
		if (count < least || count > most) {
			throw new Error(`"${name}" returned ${count} items instead of ${least} to ${most}`);
		}
		return [`${name} ${count}`];
	});
	const detail = await verifyExample(file, run, world);
	return [...counts, detail].filter(Boolean).join(', ');
}
