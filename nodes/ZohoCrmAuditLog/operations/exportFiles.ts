import type { DownloadedExport } from '../../../shared/exports/downloadedExport';
import { emptinessNotes } from '../../../shared/reading/coverage';
import { InputError } from '../../../shared/errors';
import { kindOf } from '../../../shared/files/exportFile';
import { fieldValues } from '../form/options';
import { personalData } from '../form/personalData';
import { entryFile, type FileSource, itemOfFiles, type OutputFile } from './entryFile';
import type { Output, OperationCall } from './operation';

/** One item with the export as a file, or as several if Zoho created several. */
export async function fileItem(
	call: OperationCall,
	download: DownloadedExport,
	source: FileSource,
): Promise<Output> {
	const { context, item, people } = call;
	const content = context.getNodeParameter('fileContent', item, 'original') as string;
	if (content === 'original' && !source.output.withValues) {
		throw new InputError(
			`The file as Zoho created it holds old and new values, which the option ${people ? personalData.displayName : fieldValues.displayName} leaves out. Choose another File Content, or include them.`,
			{ parameter: 'fileContent' },
		);
	}
	const files =
		content === 'original' ? originals(download) : [await entryFile(call, content, source)];
	if (content !== 'original') source.reading.coverage.notes.forEach(call.hint);
	// A header is judged where it is read.
	if (download.files.length === 0) emptinessNotes(download).forEach(call.hint);
	return await itemOfFiles(call, files, { export_id: download.id });
}

const MIME_TYPES = { zip: 'application/zip', gzip: 'application/gzip', csv: 'text/csv' } as const;

function originals({ id, files, emptyFiles = [] }: DownloadedExport): OutputFile[] {
	const unread = emptyFiles.filter(({ holds }) => holds !== 'header');
	const typed = [
		...files.map((file) => ({ file, mimeType: MIME_TYPES[kindOf(file)] })),
		...unread.map((file) => ({ file, mimeType: MIME_TYPES.csv })),
	];
	return typed.map(({ file: { name, bytes }, mimeType }) => ({
		name: id === null ? name : `${id}-${name}`,
		mimeType,
		bytes,
	}));
}
