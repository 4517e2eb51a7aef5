import { z } from 'zod';

export const COMMANDS = [
	'serve',
	'doctor',
	'login',
	'sync',
	'report',
	'verify',
	'emulator',
	'live-check',
] as const;
export type Command = (typeof COMMANDS)[number];

/** What is declared of a setting, besides the type of its value. */
interface Own {
	/** Its name in the environment. */
	readonly variable?: string;
	/** Another name for the same variable. */
	readonly alias?: string;
	/** Its name on the command line, without dashes. */
	readonly flag?: string;
	/** What follows the flag in the usage text; a flag without it is a switch. */
	readonly argument?: string;
	/** The commands that take the flag; `serve` alone when absent. */
	readonly commands?: readonly Command[];
	readonly about: string;
	/** As it would be typed. */
	readonly default?: string;
	/** What holds when there is neither a value nor a default, in words. */
	readonly unset?: string;
	/** No message repeats the value. */
	readonly isSecret?: boolean;
}

export interface Facts extends Own {
	/** What is allowed, as the end of a sentence that begins with "use". */
	readonly values: string;
	/** The value may come from the file that `VARIABLE_FILE` names. */
	readonly hasFile?: boolean;
}

/** Without a default, no text becomes null. */
type Setting<T, O extends Own> = z.ZodType<O extends { default: string } ? T : T | null>;

export const registry = z.registry<Facts>();

function setting<T, O extends Own>(
	schema: z.ZodType<T, string>,
	own: O,
	more: Omit<Facts, keyof Own>,
): Setting<T, O> {
	const text = own.default;
	const whole = text === undefined ? schema.nullable().default(null) : schema.prefault(text);
	return (whole as Setting<T, O>).register(registry, { ...own, ...more });
}

export function choice<const C extends string, O extends Own>(choices: readonly C[], own: O) {
	const schema = z.string().toLowerCase().pipe(z.enum(choices));
	return setting(schema, own, { values: `one of ${choices.join(', ')}` });
}

export function wholeNumber<O extends Own>(least: number, most: number, own: O) {
	const digits = z.string().regex(/^\d{1,9}$/);
	const number = digits.transform(Number).pipe(z.number().min(least).max(most));
	return setting(number, own, { values: `a whole number from ${least} to ${most}` });
}

export function trueOrFalse(own: Own) {
	const schema = z.stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] });
	return setting(schema, { default: 'false', ...own }, { values: 'true, false, 1 or 0' });
}

/** A text of its own kind; `parse` returns null for any other. */
export function parsed<T, O extends Own>(
	values: string,
	parse: (text: string) => T | null,
	own: O,
) {
	const schema = z.string().transform((text, context): T => {
		const value = parse(text);
		if (value === null) context.addIssue(values);
		return value ?? z.NEVER;
	});
	return setting(schema, own, { values });
}

/** `$X`, `%X%`, `{{X}}`, `<X>`: what shells, templates and instructions write in place of a value. */
const UNFILLED = /^(\$\w+|\$?\(.*\)|%\w+%|\{.*\}|<.*>|\[.*\])$/;

/** Its messages are complete here, because the value is not repeated. */
export function credential<O extends Own>(shortest: number, own: O) {
	const schema = z
		.string()
		.refine((text) => !/^(["'`]).*\1$/.test(text), {
			error: 'is in quotation marks: leave them out',
			abort: true,
		})
		.refine((text) => !UNFILLED.test(text), {
			error: 'is a placeholder that was not filled in: put the value there',
			abort: true,
		})
		// No header or form can carry others, and the error that says so would show them.
		.regex(/^[\x21-\x7e]+$/, 'holds a space, a line break or a character that is not ASCII')
		.min(shortest, {
			error: ({ input }) =>
				`has ${String(input).length} characters: use at least ${shortest}, such as the output of: openssl rand -hex 32`,
		});
	return setting(schema, own, { values: 'a text', hasFile: true });
}
