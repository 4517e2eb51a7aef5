import type { Checks } from '../host/checks';
import { failureIn, itemsIn } from '../n8n/commandLine';
import type { CommandLine } from '../n8n/commandLine';
import { proofOf, type World } from './proofs';
import type { Prepared } from './prepared';

/** Every example, run as people run it, and its items against what the emulator knows. */
export async function runExamples(
	checks: Checks,
	n8n: CommandLine,
	examples: readonly Prepared[],
	world: World,
): Promise<void> {
	const { account } = world;
	const before = account.renewals();
	// Before any of them: an export that one has made answers for others, and knows nothing of later.
	for (const { example } of examples) example.happened?.(account.zoho);
	for (const prepared of examples) {
		const { file } = prepared.example;
		await checks.check(`The example ${file} runs and gives what it should`, () =>
			runExample(n8n, prepared, world),
		);
	}
	await checks.check('The first run renewed the stale token, once, and the later ones not', () =>
		sameNumber(account.renewals() - before, 1, 'renewals'),
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
	const failure = failureIn(run);
	if (failure) throw new Error(`${String(failure['message'])} ${String(failure['description'])}`);
	const counts = ours.flatMap((name, index) => {
		const bounds = [before[index], expected(name)].filter((bound) => bound !== undefined);
		if (bounds.length === 0) return [];
		const count = itemsIn(run, name).length;
		const [least, most] = [Math.min(...bounds), Math.max(...bounds)];
		if (count < least || count > most) {
			throw new Error(`"${name}" gave ${count} items instead of ${least} to ${most}`);
		}
		return [`${name} ${count}`];
	});
	const proof = await proofOf(file, run, world);
	return [...counts, proof].filter(Boolean).join(', ');
}

/** @throws Error when they differ. */
export function sameNumber(actual: number, expected: number, what: string): void {
	if (actual !== expected) throw new Error(`${actual} ${what} instead of ${expected}`);
}
