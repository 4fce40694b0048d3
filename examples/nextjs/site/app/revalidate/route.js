import { revalidatePath, revalidateTag } from 'next/cache'

/**
 * `?tag=price:7` drops what has the tag, `&profile=max` gives it once more meanwhile; `?path=/reports/7`
 * drops a page.
 */
export async function POST(request) {
  const { tag, path, profile } = Object.fromEntries(new URL(request.url).searchParams)
  if (tag !== undefined) revalidateTag(tag, profile ?? { expire: 0 })
  if (path !== undefined) revalidatePath(path)
  return Response.json('done')
}
