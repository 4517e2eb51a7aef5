import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { TimeZone } from '../../shared/dialect/timeZone';
import { TOOL_NAMES, type ToolName } from './toolNames';

/** Texts of settings as values; null for what is none. */
export function timeZoneName(text: string): string | null {
	try {
		return new TimeZone(text).name;
	} catch {
		return null;
	}
}

export function dateFormat(text: string): string | null {
	return /^(?=.*y)(?=.*M)(?=.*d)[yMd\W]+(H+|h+)\W?m+(\W?s+)?(\s?a)?$/.test(text) ? text : null;
}

export function writableFolder(text: string): string | null {
	try {
		accessSync(text, constants.W_OK);
		return statSync(text).isDirectory() ? resolve(text) : null;
	} catch {
		return null;
	}
}

export function toolNames(text: string): readonly ToolName[] | null {
	const names = list(text);
	const tools = TOOL_NAMES.filter((name) => names.includes(name));
	return names.length > 0 && new Set(names).size === tools.length ? tools : null;
}

export function list(text: string): string[] {
	const items = text.split(',').map((item) => item.trim());
	return items.filter((item) => item !== '');
}
