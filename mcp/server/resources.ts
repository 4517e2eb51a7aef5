import {
	type McpServer,
	ProtocolError,
	ProtocolErrorCode,
	ResourceNotFoundError,
	ResourceTemplate,
} from '@modelcontextprotocol/server';
import { InputError } from '../../shared/errors';
import type { App } from '../questions/app';
import { UNTRUSTED } from '../tools/answer';
import { complete } from './completions';
import { CSV_TYPE, exportFileText, storedFiles } from './exportFiles';
import { GUIDE } from './guide';

/** For what does not change while the process lives. */
export const FIXED = { ttlMs: 3_600_000, cacheScope: 'private' } as const;

export function registerGuide(server: McpServer): void {
	const uri = 'zoho-audit://guide';
	const about = {
		title: 'Guide to the audit log',
		description:
			'What the log records, its limits, action words, periods, and worked examples of calls.',
		mimeType: 'text/markdown',
	};
	server.registerResource('guide', uri, { ...about, cacheHint: FIXED }, () => ({
		contents: [{ uri, mimeType: about.mimeType, text: GUIDE }],
	}));
}

export function registerExportFiles(server: McpServer, app: App): void {
	const template = new ResourceTemplate('zoho-audit://exports/{export_id}/{file}', {
		list: () => ({
			resources: storedFiles(app).map(({ uri, name, exportId }) => ({
				...{ uri, name, title: `${name} of export ${exportId}`, mimeType: CSV_TYPE },
			})),
		}),
		complete: {
			export_id: async (typed) => await complete(app, 'export_id', typed),
			file: async (typed, context) => await complete(app, 'file', typed, context?.arguments),
		},
	});
	const about = {
		title: 'Rows of a downloaded export',
		description:
			'Rows of one file of an export that download_export has read, with every column Zoho wrote. Add ?offset=0&limit=200 (at most 500).',
		mimeType: CSV_TYPE,
	};
	server.registerResource('export-file', template, about, async (uri, _variables, { mcpReq }) => {
		const texts = await exportFileText(app, uri, mcpReq.signal).catch((error: unknown) => {
			if (error instanceof InputError) {
				throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
			}
			return [];
		});
		if (texts.length === 0) {
			throw new ResourceNotFoundError(
				app.log.redacted(uri.href),
				'There is no such file in memory (any more): call download_export with the export_id, then read the uri it names.',
			);
		}
		return {
			contents: texts.map(({ page, ...text }) => ({
				...text,
				_meta: { ...UNTRUSTED, ...page },
			})),
		};
	});
}
