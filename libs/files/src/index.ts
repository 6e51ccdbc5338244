/**
 * Files that people upload: photos and papers. A type is recognised by content, an image is made anew from its pixels, and each
 * file is sealed by a data key of its own, so that an erasure destroys it wherever copies lie.
 *
 * 1. A service lists `FilesModule`, has the tables of {@link createStoredFilesTable} and {@link letFilesLieOutside}, and one of its own, under a policy, whose rows
 *    name files by id and SHA-256. Histories and events name the SHA-256 alone.
 * 2. A route is marked by {@link TakesUpload}; {@link recognise}, {@link sizeOf} and {@link asJpeg} answer refusals as values.
 * 3. {@link FileVault} prepares before a transaction, keeps, opens and destroys in it, and reads after it.
 */
export { fileProblems, fileRefusals, type FileRefusal } from './file-problems.js';
export { FileVault, type PreparedFile } from './file-vault.js';
export { FilesModule } from './files.module.js';
export { asJpeg, type ImageSize, sizeOf } from './images.js';
export { type FileType, IMAGE_TYPES, MAX_FILE_BYTES, PAPER_TYPES, recognise } from './recognise.js';
export { createStoredFilesTable, letFilesLieOutside } from './stores/stored-files.js';
export { sweepObjects } from './sweep-objects.js';
export { accepted, sha256Of, TakesUpload, uploaded } from './uploads.js';
