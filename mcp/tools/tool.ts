import { z } from 'zod';
import type { App } from '../questions/app';
import { hidingPeople } from '../questions/hidden/hidingPeople';
import type { Call, Result } from '../questions/queryContext';
import type { ToolName } from '../config/toolNames';
import { advertised } from './schema/advertised';
import type { Access } from './schema/annotations';
import {
	ignoredNotes,
	knownArguments,
	NOTE_CHARS,
	refuseMeantFilters,
} from './schema/ignoredArguments';
import { lenient } from './schema/lenient';

export interface Tool {
	readonly name: ToolName;
	readonly title: string;
	/** @param mayCreate whether questions may create the exports they need. */
	readonly description: (mayCreate: boolean) => string;
	readonly input: z.ZodType<Record<string, unknown>>;
	readonly output: z.ZodType<Record<string, unknown>>;
	readonly access: Access;
	readonly run: (app: App, input: Record<string, unknown>, call: Call) => Promise<Result>;
}

/** A tool as a value; server/tools.ts registers it with the SDK. */
export function tool<I extends z.ZodRawShape>(definition: {
	readonly name: ToolName;
	readonly title: string;
	readonly description: string | ((mayCreate: boolean) => string);
	readonly input: I;
	readonly output: z.ZodRawShape;
	readonly access: Access;
	readonly run: (app: App, input: z.output<z.ZodObject<I>>, call: Call) => Promise<Result>;
}): Tool {
	const { description, input, output, run } = definition;
	const schema = z.looseObject(input);
	return {
		...definition,
		description: typeof description === 'string' ? () => description : description,
		input: advertised(lenient(schema)),
		// Loose, because a client refuses a whole result over one key that a strict schema lacks.
		output: advertised(z.looseObject({ ...output, notes: z.array(z.string()) })),
		run: async (app, args, call) => {
			refuseMeantFilters(definition.name, args, input);
			// Always the same budget, because equal concurrent calls share one result.
			const maxResultChars = app.config.maxResultChars - NOTE_CHARS;
			const own = { ...app, config: { ...app.config, maxResultChars } };
			const result = await hidingPeople(
				own,
				args,
				call,
				async (parsed) =>
					await run(own, knownArguments(parsed as z.output<z.ZodObject<I>>, input), call),
			);
			const notes = [...ignoredNotes(definition.name, args, input), ...result.notes];
			if (app.config.isDemo) notes.splice(-1, 0, 'Demo data: a made-up organization.');
			return { ...result, notes };
		},
	};
}
