import { z } from 'zod';
import type { App } from '../questions/app';
import type { ToolName } from '../config/toolNames';
import { advertised } from './advertised';
import type { Access } from './annotations';
import { ignoredNotes, knownArguments, NOTE_CHARS } from './ignoredArguments';
import { lenient } from './lenient';

/** One call of a tool, besides its arguments. */
export interface Call {
	/** Aborted when the caller cancels. */
	readonly signal: AbortSignal;
	/** Tells the caller how far it is, if the caller wants to know. */
	readonly progress: (done: number, total: number, message: string) => void;
}

/** What a result is made of; `notes` are sentences for the model. */
export type Result = { notes: string[] } & Record<string, unknown>;

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

/** A tool as a value; server.ts gives it to the SDK. */
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
		run: async (app, given, call) => {
			// Always the same room, because who asks the same at the same time gets the same result.
			const maxResultChars = app.config.maxResultChars - NOTE_CHARS;
			const result = await run(
				{ ...app, config: { ...app.config, maxResultChars } },
				knownArguments(given as z.output<z.ZodObject<I>>, input),
				call,
			);
			const notes = [...ignoredNotes(definition.name, given, input), ...result.notes];
			if (app.isDemo) notes.splice(-1, 0, 'Demo data: a made-up organization.');
			return { ...result, notes };
		},
	};
}
