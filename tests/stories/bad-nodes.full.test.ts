// Every way in which a node can fail, beside those that work, through the product as it is started by `npm start`. It takes minutes:
// cv2, a server that never answers, real wheels.
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installFakeTorch } from '../../lab/fake-torch.ts';
import { type BadSet, installBadSet } from '../support/bad-nodes.ts';
import { type ComfyuiBox, startComfyuiBox } from '../support/comfyui-box.ts';
import { createProduct, type Product } from '../support/product.ts';

let product: Product;
let box: ComfyuiBox;
let end: BadSet;

beforeAll(async () => {
  product = await createProduct();
  box = await startComfyuiBox(product);
  await installFakeTorch(box.python, path.join(box.folder, 'wheels'));
  await product.up();
  end = await installBadSet(product, box);
}, 900_000);
afterAll(async () => {
  await box?.stop();
  await product?.remove();
});

it('installs every good node, names each bad one with its reason, and leaves torch alone', () => {
  expect(end.wrong).toEqual([]);
});

it('blames one of two nodes that exclude each other', () => {
  expect(Object.entries(end.reasons).filter(([, reason]) => reason === 'conflict')).toHaveLength(1);
});
