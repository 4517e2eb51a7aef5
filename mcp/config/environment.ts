import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Variables as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What is wrong with the configuration: one sentence for each thing, all of them at once. */
export class ConfigurationError extends Error {
	constructor(readonly problems: readonly string[]) {
		super(problems.join('\n'));
		this.name = 'ConfigurationError';
	}
}

/** Reads variables one by one and gathers what is wrong with them. */
export class Environment {
	constructor(
		private readonly variables: Variables,
		readonly problems: string[] = [],
	) {}

	/** Undefined when it is not there, empty, or a placeholder that the host has not filled in. */
	text(name: string): string | undefined {
		const value = this.variables[name]?.trim() ?? '';
		return value === '' || /^\$\{[^}]*\}$/.test(value) ? undefined : value;
	}

	/** The value itself, or what is in the file that `NAME_FILE` names. */
	secret(name: string): string | undefined {
		const value = this.text(name);
		const file = this.text(`${name}_FILE`);
		if (value !== undefined && file !== undefined) {
			this.problems.push(`${name} and ${name}_FILE are both set: keep one of them.`);
		}
		const secret = value ?? (file === undefined ? undefined : this.contentOf(file, name));
		// Such a value could never be sent in a header or a form, and would be shown by who refuses it.
		if (secret !== undefined && !/^[\x21-\x7e]+$/.test(secret)) {
			this.problems.push(`${name} holds a space, a line break or a letter that no such value has.`);
		}
		return secret;
	}

	choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
		const value = this.text(name)?.toLowerCase();
		if (value === undefined) return otherwise;
		const found = choices.find((choice) => choice === value);
		if (found === undefined) this.refuse(name, value, `use one of ${choices.join(', ')}`);
		return found ?? otherwise;
	}

	number(name: string, least: number, most: number, otherwise: number): number {
		const value = this.text(name);
		if (value === undefined) return otherwise;
		const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
		if (number >= least && number <= most) return number;
		this.refuse(name, value, `use a whole number from ${least} to ${most}`);
		return otherwise;
	}

	boolean(name: string, otherwise: boolean): boolean {
		const value = this.text(name)?.toLowerCase();
		if (value === undefined) return otherwise;
		if (value === 'true' || value === '1') return true;
		if (value !== 'false' && value !== '0') this.refuse(name, value, 'use true, false, 1 or 0');
		return false;
	}

	/** An existing folder that can be written to. */
	folder(name: string): string | undefined {
		const folder = this.text(name);
		if (folder === undefined) return undefined;
		try {
			accessSync(folder, constants.W_OK);
			if (statSync(folder).isDirectory()) return resolve(folder);
		} catch {
			// Told below.
		}
		this.refuse(name, folder, 'name an existing folder that can be written to');
		return undefined;
	}

	/** The same, with a flag in place of a variable where there is one; problems go to the same list. */
	with(name: string, flag: string | undefined): Environment {
		if (flag === undefined) return this;
		return new Environment({ ...this.variables, [name]: flag }, this.problems);
	}

	refuse(name: string, value: string, allowed: string): void {
		this.problems.push(`${name} is "${value.slice(0, 60)}": ${allowed}.`);
	}

	private contentOf(file: string, name: string): string | undefined {
		try {
			return readFileSync(file, 'utf8').trim() || undefined;
		} catch {
			this.problems.push(`${name}_FILE names a file that cannot be read.`);
			return undefined;
		}
	}
}
