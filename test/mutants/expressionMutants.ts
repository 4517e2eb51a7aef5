import type { Mutant } from './mutant';

/** Mutations of what the node makes of expressions, and of many items in one run. */
export const EXPRESSION_MUTANTS: readonly Mutant[] = [
	{
		what: 'an option whose expression finds nothing has its default',
		file: 'nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node.ts',
		from: 'rejectMissingOptions(options, operation.fields);',
		to: '',
		tests: 'test/nodes/expressions.test.ts',
	},
	{
		what: 'an id that has lost digits is looked for',
		file: 'nodes/ZohoCrmAuditLog/form/expressionValues.ts',
		from: '!Number.isSafeInteger(value)',
		to: 'false',
		tests: 'test/nodes/expressions.test.ts',
	},
	{
		what: 'a text made of an object is looked for',
		file: 'nodes/ZohoCrmAuditLog/form/expressionValues.ts',
		from: '!NO_TEXT.test(String(value))',
		to: 'true',
		tests: 'test/nodes/expressions.test.ts',
	},
	{
		what: 'a connection that was never made ends the run where the workflow continues after errors',
		file: 'nodes/ZohoCrmAuditLog/ZohoCrmAuditLog.node.ts',
		from: 'refusal = error;\n		});',
		to: 'throw nodeError(this.getNode(), error);\n		});',
		tests: 'test/nodes/expressions.test.ts',
	},
	{
		what: 'the same question is asked for each item',
		file: 'nodes/ZohoCrmAuditLog/runAnswers.ts',
		from: 'if (key !== undefined) this.known.set(',
		to: 'if (key === "") this.known.set(',
		tests: 'test/nodes/expressions.test.ts',
	},
	{
		what: 'items that ask the same share their objects',
		file: 'nodes/ZohoCrmAuditLog/runAnswers.ts',
		from: 'json: copyOf(json)',
		to: 'json',
		tests: 'test/nodes/expressions.test.ts',
	},
	{
		what: 'an unknown condition of an alert is passed over',
		file: 'nodes/ZohoCrmAuditLog/trigger/alertRules.ts',
		from: "if (unknown !== undefined) throw notAChoice(unknown, 'Conditions', 'alerts', ALERTS);",
		to: '',
		tests: 'test/nodes/triggerAlerts.test.ts',
	},
	{
		what: 'an error passes for a result where it has an output of its own',
		file: 'nodes/ZohoCrmAuditLog/errors.ts',
		from: "if (onError === 'continueErrorOutput') {",
		to: "if (onError === 'stopWorkflow') {",
		tests: 'test/nodes/expressions.test.ts',
	},
];
