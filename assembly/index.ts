export { checksum } from './crc32';
export {
	cellFrom,
	cellTo,
	faultAt,
	faultCells,
	goOn,
	mark,
	markedTo,
	openCsv,
	rowBytes,
	setWidth,
} from './csvMarks';
export { beginInflating, inflate, inflatedTo } from './inflate';
export { codesOf } from './repeatedCells';
export { openTexts, otherBytes, pack, plainBytes } from './rowTexts';

/** The first byte that is nobody's. */
export function firstFree(): usize {
	return __heap_base;
}
