import type { Checks } from './checks';
import { failureIn, itemsIn } from './commandLine';
import type { CommandLine } from './commandLine';
import { examples } from './examples';
import type { Example } from './examples';
import type { Account } from './zohoAccount';

/** Every example, run as people run it, and its items against what the emulator knows. */
export async function runExamples(
	checks: Checks,
	n8n: CommandLine,
	account: Account,
): Promise<void> {
	const before = account.renewals();
	for (const example of examples()) {
		await checks.check(`The example ${example.file} runs and gives the items it should`, () =>
			runExample(n8n, account, example),
		);
	}
	await checks.check('The first run renewed the stale token, once, and the later ones not', () =>
		sameNumber(account.renewals() - before, 1, 'renewals'),
	);
}

async function runExample(
	n8n: CommandLine,
	{ zoho }: Account,
	{ workflow, ours, truth }: Example,
): Promise<string> {
	const expected = (name: string) => truth[name]?.(zoho);
	const before = ours.map(expected);
	const run = await n8n.execute(workflow.id);
	const failure = failureIn(run);
	if (failure) throw new Error(`${String(failure['message'])} ${String(failure['description'])}`);
	const counts = ours.map((name, index) => {
		const count = itemsIn(run, name).length;
		// Time passes during the run, so an entry at the edge of the period may be in or out.
		const most = before[index] ?? count;
		const least = expected(name) ?? 1;
		if (count < least || count > most) {
			throw new Error(`"${name}" gave ${count} items instead of ${least} to ${most}`);
		}
		return `${name} ${count}`;
	});
	return counts.join(', ');
}

/** @throws Error when they differ. */
export function sameNumber(actual: number, expected: number, what: string): void {
	if (actual !== expected) throw new Error(`${actual} ${what} instead of ${expected}`);
}
