// Lists as people have them, for tests: after what shared/BOXES.md, 2.7, says of the predecessor's file, and as ComfyUI-Manager and
// ComfyUI write theirs.

export const predecessorCsv = `Name,RepoUrl,Subfolder,RequirementsFile
ComfyUI-Manager,https://github.com/ltdrdata/ComfyUI-Manager.git,,requirements.txt
ComfyUI-Impact-Pack,https://github.com/ltdrdata/ComfyUI-Impact-Pack.git,,requirements.txt
impact_subpack,https://github.com/ltdrdata/ComfyUI-Impact-Subpack.git,ComfyUI-Impact-Pack/impact_subpack,requirements.txt
ComfyUI-Inspire-Pack,https://github.com/ltdrdata/ComfyUI-Inspire-Pack.git,,requirements.txt
ComfyUI-KJNodes,https://github.com/kijai/ComfyUI-KJNodes.git,,requirements.txt
ComfyUI-WanVideoWrapper,https://github.com/kijai/ComfyUI-WanVideoWrapper.git,,requirements.txt
ComfyUI-Florence2,https://github.com/kijai/ComfyUI-Florence2.git,,requirements.txt
rgthree-comfy,https://github.com/rgthree/rgthree-comfy.git,,
ComfyUI_essentials,https://github.com/cubiq/ComfyUI_essentials.git,,requirements.txt
ComfyUI_IPAdapter_plus,https://github.com/cubiq/ComfyUI_IPAdapter_plus.git,,
was-node-suite-comfyui,https://github.com/WASasquatch/was-node-suite-comfyui.git,,requirements.txt
ComfyUI-VideoHelperSuite,https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite.git,,requirements.txt
ComfyUI-AnimateDiff-Evolved,https://github.com/Kosinkadink/ComfyUI-AnimateDiff-Evolved.git,,
ComfyUI-Advanced-ControlNet,https://github.com/Kosinkadink/ComfyUI-Advanced-ControlNet.git,,
comfyui_controlnet_aux,https://github.com/Fannovel16/comfyui_controlnet_aux.git,,requirements.txt
ComfyUI-Frame-Interpolation,https://github.com/Fannovel16/ComfyUI-Frame-Interpolation.git,,requirements-no-cupy.txt
ComfyUI_LayerStyle,https://github.com/chflame163/ComfyUI_LayerStyle.git,,requirements.txt
ComfyUI-Easy-Use,https://github.com/yolain/ComfyUI-Easy-Use.git,,requirements.txt
ComfyUI-Custom-Scripts,https://github.com/pythongosssss/ComfyUI-Custom-Scripts.git,,
cg-use-everywhere,https://github.com/chrisgoringe/cg-use-everywhere.git,,
efficiency-nodes-comfyui,https://github.com/jags111/efficiency-nodes-comfyui.git,,requirements.txt
ComfyUI_UltimateSDUpscale,https://github.com/ssitu/ComfyUI_UltimateSDUpscale.git,,
ComfyUI-GGUF,https://github.com/city96/ComfyUI-GGUF.git,,requirements.txt
ComfyUI-Crystools,https://github.com/crystian/ComfyUI-Crystools.git,,requirements.txt
ComfyUI_Comfyroll_CustomNodes,https://github.com/Suzie1/ComfyUI_Comfyroll_CustomNodes.git,,
ComfyUI-Image-Saver,https://github.com/alexopus/ComfyUI-Image-Saver.git,,requirements.txt
ComfyUI-mxToolkit,https://github.com/Smirnov75/ComfyUI-mxToolkit.git,,
ComfyUI-ReActor,https://github.com/Gourieff/ComfyUI-ReActor.git,,requirements.txt
ComfyUI-segment-anything-2,https://github.com/kijai/ComfyUI-segment-anything-2.git,,
ComfyUI_JPS-Nodes,https://github.com/JPS-GER/ComfyUI_JPS-Nodes.git,,requirements.txt
ComfyMath,https://github.com/evanspearman/ComfyMath.git,,requirements.txt
comfyui-art-venture,https://github.com/sipherxyz/comfyui-art-venture.git,,requirements.txt
ComfyUI-Detail-Daemon,https://github.com/Jonseed/ComfyUI-Detail-Daemon.git,,requirements.txt
ComfyUI-ImageMetadataExtension,https://github.com/edelvarden/ComfyUI-ImageMetadataExtension.git,,requirements.txt
`;

const COMMIT = '8c9f1a3b5d7e9f0a1b2c3d4e5f60718293a4b5c6';

export const snapshot = {
  comfyui: '1234567890123456789012345678901234567890',
  git_custom_nodes: {
    'https://github.com/ltdrdata/ComfyUI-Impact-Pack': { hash: COMMIT, disabled: false },
    'https://github.com/cubiq/ComfyUI_essentials.git': { hash: null, disabled: false },
    'https://github.com/owner/switched-off': { hash: COMMIT, disabled: true },
  },
  cnr_custom_nodes: { 'comfyui-kjnodes': '1.1.2', 'rgthree-comfy': 'nightly' },
  file_custom_nodes: [
    { filename: 'my_node.py', disabled: false },
    { filename: 'old_node.py', disabled: true },
  ],
  pips: { 'torch==2.10.0': '', 'numpy==2.2.6': '' },
};

const node = (id: number, type: string, properties: object) => ({ id, type, pos: [0, 0], mode: 0, properties });

export const workflow = {
  id: '5c1a1a52-9a0c-4a2c-8f1c-1f5f6d7d3a10',
  revision: 0,
  last_node_id: 9,
  nodes: [
    node(1, 'KSampler', { cnr_id: 'comfy-core', ver: '0.3.44', 'Node name for S&R': 'KSampler' }),
    node(2, 'ImpactWildcardProcessor', { aux_id: 'ltdrdata/ComfyUI-Impact-Pack', ver: COMMIT }),
    node(3, 'ImpactSwitch', { aux_id: 'ltdrdata/ComfyUI-Impact-Pack', ver: COMMIT }),
    node(4, 'ImageResizeKJv2', { cnr_id: 'comfyui-kjnodes', ver: '1.1.2' }),
    node(5, 'Note', {}),
    node(6, 'OldThing', { 'Node name for S&R': 'OldThing' }),
    node(7, '7b4b8a63-0d5c-4d0a-93b5-6f4c6a1c5a11', {}),
    node(8, 'workflow>my group', {}),
  ],
  links: [],
  definitions: {
    subgraphs: [
      {
        id: '7b4b8a63-0d5c-4d0a-93b5-6f4c6a1c5a11',
        name: 'Upscale',
        nodes: [node(1, 'UltimateSDUpscale', { aux_id: 'ssitu/ComfyUI_UltimateSDUpscale', ver: '1.0.3' })],
      },
    ],
  },
  extra: {
    groupNodes: { 'my group': { nodes: [node(0, 'ShowText', { aux_id: 'owner/show-text' })] } },
  },
  version: 0.4,
};

export const apiWorkflow = {
  '3': { class_type: 'KSampler', inputs: { seed: 1 }, _meta: { title: 'KSampler' } },
  '4': { class_type: 'ImageResizeKJv2', inputs: { image: ['3', 0] } },
};
