import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * A Chromium that npm has installed: no root, no download of its own. Where the machine lacks the few libraries
 * that it links to (libnss3 and its kin), those that come with the package are put beside it.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  const libraries = lacksLibraries(executablePath) ? await unpackLibraries() : undefined;
  return playwright.launch({
    executablePath,
    headless: true,
    // Not chromium.args: they switch off the web's safety, and the page's policy is a part of what is tested.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
  });
}

function lacksLibraries(executable: string): boolean {
  try {
    return execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found');
  } catch {
    return true; // no ldd (musl) or not a program for this machine: the start will say so
  }
}

async function unpackLibraries(): Promise<string> {
  const target = join(tmpdir(), 'jiangtu-chromium-libraries');
  if (!existsSync(target)) {
    const unpacking = `${target}.${process.pid}`;
    mkdirSync(unpacking, { recursive: true });
    const tar = join(unpacking, 'libraries.tar');
    await pipeline(createReadStream(archive()), createBrotliDecompress(), createWriteStream(tar));
    execFileSync('tar', ['-xf', tar, '-C', unpacking]);
    rmSync(tar);
    renameSync(unpacking, target);
  }
  return join(target, 'lib');
}

function archive(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const [modules] = entry.split(join('@sparticuz', 'chromium'));
  return join(modules!, '@sparticuz', 'chromium', 'bin', 'al2023.tar.br');
}
