import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Column, isColumn } from '../../shared/dialect/columnNames';
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

/** `audited_time=Geprüft am; done_by=Ausgeführt von`: a title may hold anything but a semicolon. */
export function columnTitles(text: string): Partial<Record<Column, string>> | null {
	const pairs = text.split(';').filter((pair) => pair.trim() !== '');
	const titles = pairs.flatMap((pair) => {
		const [name = '', ...rest] = pair.split('=');
		const [column, title] = [name.trim(), rest.join('=').trim()];
		return isColumn(column) && title !== '' ? [[column, title] as const] : [];
	});
	return titles.length === pairs.length && pairs.length > 0 ? Object.fromEntries(titles) : null;
}

/** A path as a shell reads it: hosts that start the server have no shell. */
export function pathIn(text: string): string {
	return resolve(text.replace(/^~(?=$|[/\\])/, homedir));
}

export function proxyAddress(text: string): string | null {
	const url = URL.canParse(text) ? new URL(text) : null;
	const isProxy = url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '';
	return isProxy && url.pathname === '/' && url.search + url.hash === '' ? url.href : null;
}

export function writableFolder(text: string): string | null {
	const folder = pathIn(text);
	try {
		accessSync(folder, constants.W_OK);
		return statSync(folder).isDirectory() ? folder : null;
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
