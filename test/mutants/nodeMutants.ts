import type { Mutant } from './mutant';

/** Mutations of the node, and of code that only the node uses. */
export const NODE_MUTANTS: readonly Mutant[] = [
	{
		what: 'a model gets answers of any length',
		file: 'nodes/ZohoCrmAuditLog/toolAnswer.ts',
		from: 'if (shown.length > 0 && characters > MAX_CHARACTERS) break;',
		to: '',
		tests: 'test/nodes/tool.test.ts',
	},
	{
		what: 'a model gets no notes on what may be missing',
		file: 'nodes/ZohoCrmAuditLog/toolAnswer.ts',
		from: 'const messages = [...notes];',
		to: 'const messages: string[] = [];',
		tests: 'test/nodes/tool.test.ts',
	},
	{
		what: 'a tool with Return All reads without limit',
		file: 'nodes/ZohoCrmAuditLog/operations/fields.ts',
		from: 'if (isAll) return cap;',
		to: 'if (isAll) return undefined;',
		tests: 'test/nodes/tool.test.ts',
	},
	{
		what: 'an export is created that the connection cannot download',
		file: 'shared/exports/scheduleExport.ts',
		from: 'scopes.require(',
		to: 'void (',
		tests: 'test/nodes/node.test.ts',
	},
	{
		what: 'a scope of another family is enough',
		file: 'shared/http/grantedScopes.ts',
		from: 'granted.has(`${above}.all`)',
		to: "[...granted].some((scope) => scope.endsWith('.all'))",
		tests: 'test/shared/http/grantedScopes.test.ts',
	},
	{
		what: 'a list that a missing scope forbids is empty',
		file: 'nodes/ZohoCrmAuditLog/lists.ts',
		from: 'if (note !== undefined) throw new CredentialError(note);',
		to: '',
		tests: 'test/nodes/node.test.ts',
	},
	{
		what: 'a file grows without limit',
		file: 'nodes/ZohoCrmAuditLog/operations/fileBytes.ts',
		from: 'if (end > maxBytes) {',
		to: 'if (false) {',
		tests: 'test/nodes/fileBytes.test.ts',
	},
	{
		what: 'simplified items keep the raw entry',
		file: 'nodes/ZohoCrmAuditLog/operations/fields.ts',
		from: "if (!('raw' in entry)) return { json: entry };",
		to: 'if (entry) return { json: entry as never };',
		tests: 'test/nodes/outputSchemas.test.ts',
	},
];
