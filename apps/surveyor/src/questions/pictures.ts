// Photographs are made small on the phone: what is sent is drawn anew, so that nothing of what the camera wrote into the
// file – position, time, serial number – leaves the phone.

/** The longer side, in pixels: enough to read a paper form. */
const LONGEST = 1600
const QUALITY = 0.82

const blobOf = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY))

/** A smaller picture of a photograph; nothing if it is none. */
export async function small(photo: Blob): Promise<Blob | null> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(photo)
  } catch {
    return null
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return blobOf(canvas, 'image/jpeg')
}

/** What was drawn on a canvas, on white. */
export function drawn(canvas: HTMLCanvasElement): Promise<Blob | null> {
  const paper = document.createElement('canvas')
  paper.width = canvas.width
  paper.height = canvas.height
  const pen = paper.getContext('2d')
  if (!pen) return Promise.resolve(null)
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, paper.width, paper.height)
  pen.drawImage(canvas, 0, 0)
  return blobOf(paper, 'image/png')
}
