import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { isLive, type Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';

/** 更换照片原因. [D] */
export const PhotoReason = z.enum(['POOR_QUALITY', 'CHANGED_LOOKS', 'WRONG_PERSON']);
export type PhotoReason = z.infer<typeof PhotoReason>;

export const photoRefusals = {
  'photo-too-small': {
    status: 422,
    title: '照片小于证书照片的标准尺寸',
    detail: 'The photo has fewer pixels than the standard form of a certificate photo.',
    remedy: 'Take the original file and no thumbnail; the refusal names the least size.',
  },
  'photo-not-portrait': {
    status: 422,
    title: '照片宽高比与证书照片不符，请裁剪后上传',
    detail: 'Width and height of the photo are not those of a portrait for certificates.',
    remedy:
      'Crop it to head and shoulders, in the form that the refusal names: 358 by 441 pixels where the city has set no other.',
  },
  'photo-settled': {
    status: 409,
    title: '该学籍已结束或未予注册，照片不能再更换',
    detail: 'The registration has ended or was rejected: its photo is that of the record for good.',
    remedy: 'Nothing, as long as it stands so; a photo is replaced while the student waits or studies.',
  },
  'photo-reason-missing': {
    status: 409,
    title: '该学生已有照片，更换须说明原因',
    detail: 'The registration is approved and has a photo; another one needs a reason.',
    remedy: 'Give `reason`: POOR_QUALITY 质量不合格, CHANGED_LOOKS 相貌变化 or WRONG_PERSON 非本人照片.',
  },
} as const satisfies Record<string, RefusalWords>;
export type PhotoRefusal = CodeOf<typeof photoRefusals>;

/** 证件照: what can be told of a portrait without looking at a face. @param size in pixels, upright */
export function checkPortrait(
  size: { readonly width: number; readonly height: number },
  { width, height, aspectTolerance }: RegistrationRules['photo'],
): Decision<true, PhotoRefusal> {
  const form = { zh: `${width}×${height}`, en: `${width} by ${height} pixels` };
  if (size.width < width || size.height < height)
    return refuse('photo-too-small', {
      title: `照片小于证书照片的标准尺寸（${form.zh}像素）`,
      detail: `The photo is smaller than ${form.en}, the standard form of a certificate photo.`,
    });
  const aspect = size.width / size.height / (width / height);
  if (Math.abs(aspect - 1) <= aspectTolerance) return accept(true);
  return refuse('photo-not-portrait', {
    title: `照片宽高比与证书照片不符，请按${form.zh}裁剪后上传`,
    detail: `The photo has not the aspect of ${form.en}, the standard form of a certificate photo.`,
  });
}

/** 上传、更换照片: freely until the approval, and with a reason afterwards; of who has left, never. */
export function putPhoto(
  registration: Registration,
  { photoSha256, reason }: { readonly photoSha256: string; readonly reason?: PhotoReason },
): Decision<Registration, PhotoRefusal> {
  if (registration.state !== 'SUBMITTED' && !isLive(registration)) return refuse('photo-settled');
  const replaces = registration.photoSha256 !== undefined && registration.photoSha256 !== photoSha256;
  if (replaces && registration.state !== 'SUBMITTED' && !reason) return refuse('photo-reason-missing');
  return accept({ ...registration, photoSha256 });
}
