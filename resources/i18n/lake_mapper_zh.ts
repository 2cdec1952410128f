<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>LakeMapper</name>
  <message>
   <source>Adjusted area of lakes (km²)</source>
   <translation>校正后的湖泊面积（km²）</translation>
  </message>
  <message>
   <source>Adjusted area, lower end of the 95 % interval (km²)</source>
   <translation>校正面积 95 % 区间下限（km²）</translation>
  </message>
  <message>
   <source>Adjusted area, upper end of the 95 % interval (km²)</source>
   <translation>校正面积 95 % 区间上限（km²）</translation>
  </message>
  <message>
   <source>All algorithms are in the Processing toolbox under Lake Mapper.</source>
   <translation>所有算法都在“数据处理 ▸ 工具箱”的 Lake Mapper 下。</translation>
  </message>
  <message>
   <source>All lakes are reviewed. Save the edits of the layer, then run Measure lakes.</source>
   <translation>所有湖泊均已检查。请保存图层的编辑，然后运行“量算湖泊”。</translation>
  </message>
  <message>
   <source>Also LakeNet, by the modern protocol</source>
   <translation>同时按现代方案训练 LakeNet</translation>
  </message>
  <message>
   <source>Area of all lakes (km²)</source>
   <translation>湖泊总面积（km²）</translation>
  </message>
  <message>
   <source>Area of interest</source>
   <translation>感兴趣区</translation>
  </message>
  <message>
   <source>Area to compare</source>
   <translation>比较区域</translation>
  </message>
  <message>
   <source>As published (paper)</source>
   <translation>按论文发表的方案</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>自动</translation>
  </message>
  <message>
   <source>Best MIoU (%)</source>
   <translation>最佳 MIoU（%）</translation>
  </message>
  <message>
   <source>Both images have the date {date}. Choose images of two dates, or set {names}.</source>
   <translation>两幅影像的日期都是 {date}。请选择两个日期的影像，或设置 {names}。</translation>
  </message>
  <message>
   <source>CPU</source>
   <translation>CPU</translation>
  </message>
  <message>
   <source>CSV files (*.csv)</source>
   <translation>CSV 文件 (*.csv)</translation>
  </message>
  <message>
   <source>CUDA</source>
   <translation>CUDA</translation>
  </message>
  <message>
   <source>Cannot tell</source>
   <translation>无法判断</translation>
  </message>
  <message>
   <source>Change of the total area (km²)</source>
   <translation>总面积变化（km²）</translation>
  </message>
  <message>
   <source>Check installation</source>
   <translation>检查安装</translation>
  </message>
  <message>
   <source>Contact sheet</source>
   <translation>缩略图总览</translation>
  </message>
  <message>
   <source>Contrast</source>
   <translation>对比度拉伸</translation>
  </message>
  <message>
   <source>Copy command</source>
   <translation>复制命令</translation>
  </message>
  <message>
   <source>Corners of a rotation are land</source>
   <translation>旋转露出的角按陆地计</translation>
  </message>
  <message>
   <source>Correct the shift between images</source>
   <translation>校正影像之间的配准偏移</translation>
  </message>
  <message>
   <source>Curves</source>
   <translation>训练曲线</translation>
  </message>
  <message>
   <source>Cut at the border</source>
   <translation>沿边界裁切</translation>
  </message>
  <message>
   <source>Dask scheduler (compute on a cluster)</source>
   <translation>Dask 调度器（在集群上计算）</translation>
  </message>
  <message>
   <source>Dataset</source>
   <translation>数据集</translation>
  </message>
  <message>
   <source>Date of lakes without one</source>
   <translation>没有日期的湖泊的日期</translation>
  </message>
  <message>
   <source>Date of the image</source>
   <translation>影像日期</translation>
  </message>
  <message>
   <source>Dates of the layers</source>
   <translation>各图层的日期</translation>
  </message>
  <message>
   <source>DeepLab V3+</source>
   <translation>DeepLab V3+</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>设备</translation>
  </message>
  <message>
   <source>Device, and why</source>
   <translation>设备及原因</translation>
  </message>
  <message>
   <source>Engine</source>
   <translation>引擎</translation>
  </message>
  <message>
   <source>Epochs</source>
   <translation>训练轮数</translation>
  </message>
  <message>
   <source>Evaluate the whole dataset</source>
   <translation>评估整个数据集</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>范围</translation>
  </message>
  <message>
   <source>Extract lakes from the current layer</source>
   <translation>从当前图层提取湖泊</translation>
  </message>
  <message>
   <source>Field with their ids</source>
   <translation>其编号字段</translation>
  </message>
  <message>
   <source>Field with their names</source>
   <translation>其名称字段</translation>
  </message>
  <message>
   <source>Fields</source>
   <translation>字段</translation>
  </message>
  <message>
   <source>First date</source>
   <translation>第一期日期</translation>
  </message>
  <message>
   <source>Folder of labelme files</source>
   <translation>labelme 文件所在文件夹</translation>
  </message>
  <message>
   <source>For the NVIDIA GPU add the --index-url that {address} shows for CUDA.</source>
   <translation>要使用 NVIDIA GPU，请加上 {address} 上 CUDA 对应的 --index-url。</translation>
  </message>
  <message>
   <source>For the one for NVIDIA GPUs, about 3 GB, leave out {option}.</source>
   <translation>如需用于 NVIDIA GPU 的版本（约 3 GB），请去掉 {option}。</translation>
  </message>
  <message>
   <source>For the smaller one for the CPU, about 200 MB, add {option} after 'install'.</source>
   <translation>如需较小的 CPU 版（约 200 MB），请在“install”后加上 {option}。</translation>
  </message>
  <message>
   <source>From nothing to lakes:</source>
   <translation>从零开始提取湖泊：</translation>
  </message>
  <message>
   <source>Gains and losses</source>
   <translation>水面增减</translation>
  </message>
  <message>
   <source>Give LABELME_FOLDER, or RASTER and LAKES, but not both kinds of source.</source>
   <translation>请给出 LABELME_FOLDER，或同时给出 RASTER 和 LAKES，两类数据源不能并用。</translation>
  </message>
  <message>
   <source>Give LABELME_FOLDER, or RASTER together with LAKES: there is nothing to cut.</source>
   <translation>没有可切分的数据：请给出 LABELME_FOLDER，或同时给出 RASTER 和 LAKES。</translation>
  </message>
  <message>
   <source>Ground pixel of that image (m)</source>
   <translation>该影像的地面像元（m）</translation>
  </message>
  <message>
   <source>Ground pixel of unknown images (m)</source>
   <translation>未知影像的地面像元大小（m）</translation>
  </message>
  <message>
   <source>Ground resolution (m)</source>
   <translation>地面分辨率（m）</translation>
  </message>
  <message>
   <source>Ground resolution of the tiles (m)</source>
   <translation>样本的地面分辨率（m）</translation>
  </message>
  <message>
   <source>Ground resolution of tiles of the satellite image (m)</source>
   <translation>由卫星影像切出的样本的地面分辨率（m）</translation>
  </message>
  <message>
   <source>HTML files (*.html)</source>
   <translation>HTML 文件 (*.html)</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>帮助</translation>
  </message>
  <message>
   <source>Highest MIoU (%)</source>
   <translation>最高 MIoU（%）</translation>
  </message>
  <message>
   <source>Image of the first date</source>
   <translation>第一期影像</translation>
  </message>
  <message>
   <source>Image of the second date</source>
   <translation>第二期影像</translation>
  </message>
  <message>
   <source>Image they were drawn on</source>
   <translation>绘制时所用的影像</translation>
  </message>
  <message>
   <source>Image with a date in its name</source>
   <translation>名称含日期的影像</translation>
  </message>
  <message>
   <source>Images for the close-ups</source>
   <translation>放大图所用影像</translation>
  </message>
  <message>
   <source>Inference blocks of the image</source>
   <translation>影像的推理块数</translation>
  </message>
  <message>
   <source>Install pip first (on Debian and Ubuntu: sudo apt install python3-pip).</source>
   <translation>请先安装 pip（Debian 和 Ubuntu：sudo apt install python3-pip）。</translation>
  </message>
  <message>
   <source>It was built for another NumPy than QGIS's{version}: a newer version works with both.</source>
   <translation>它是为另一个版本的 NumPy 编译的，与 QGIS 的 NumPy{version} 不符：较新的版本对两者都适用。</translation>
  </message>
  <message>
   <source>Its installation is not complete, or not for this Python.</source>
   <translation>其安装不完整，或不适用于此 Python。</translation>
  </message>
  <message>
   <source>Keep whole</source>
   <translation>保留完整湖泊</translation>
  </message>
  <message>
   <source>Known lakes</source>
   <translation>已知湖泊</translation>
  </message>
  <message>
   <source>LABELME_FOLDER is '{folder}', but there is no such folder. Choose another.</source>
   <translation>LABELME_FOLDER 为“{folder}”，但该文件夹不存在。请另选一个。</translation>
  </message>
  <message>
   <source>Label points</source>
   <translation>判读检验点</translation>
  </message>
  <message>
   <source>Labelled points</source>
   <translation>已判读的点</translation>
  </message>
  <message>
   <source>Lake</source>
   <translation>湖泊</translation>
  </message>
  <message>
   <source>Lake Mapper needs {what}, which are not installed.</source>
   <translation>Lake Mapper 需要 {what}，这些尚未安装。</translation>
  </message>
  <message>
   <source>Lake Mapper needs {what}, which is not installed.</source>
   <translation>Lake Mapper 需要 {what}，但尚未安装。</translation>
  </message>
  <message>
   <source>Lake area</source>
   <translation>湖泊面积</translation>
  </message>
  <message>
   <source>Lake layers</source>
   <translation>湖泊图层</translation>
  </message>
  <message>
   <source>Lake probability</source>
   <translation>湖泊概率</translation>
  </message>
  <message>
   <source>Lake probability from which a pixel is lake</source>
   <translation>湖泊概率阈值</translation>
  </message>
  <message>
   <source>LakeNet</source>
   <translation>LakeNet</translation>
  </message>
  <message>
   <source>Lakes</source>
   <translation>湖泊</translation>
  </message>
  <message>
   <source>Lakes at the border of the area of interest</source>
   <translation>感兴趣区边界上的湖泊</translation>
  </message>
  <message>
   <source>Lakes of the first date</source>
   <translation>第一期湖泊</translation>
  </message>
  <message>
   <source>Lakes of the second date</source>
   <translation>第二期湖泊</translation>
  </message>
  <message>
   <source>Lakes of {image}</source>
   <translation>{image} 的湖泊</translation>
  </message>
  <message>
   <source>Lakes to measure</source>
   <translation>待量算的湖泊</translation>
  </message>
  <message>
   <source>Lakes with their events</source>
   <translation>带变化事件的湖泊</translation>
  </message>
  <message>
   <source>Land</source>
   <translation>陆地</translation>
  </message>
  <message>
   <source>Largest elongation (to leave out rivers)</source>
   <translation>最大延伸率（用于略去河流）</translation>
  </message>
  <message>
   <source>Layer style</source>
   <translation>图层样式</translation>
  </message>
  <message>
   <source>Learning rate</source>
   <translation>学习率</translation>
  </message>
  <message>
   <source>Least confidence (to leave out what is less sure)</source>
   <translation>最低置信度（略去更不确定的湖泊）</translation>
  </message>
  <message>
   <source>Least number of points in a stratum</source>
   <translation>每层最少点数</translation>
  </message>
  <message>
   <source>Least overlap of the same lake (%)</source>
   <translation>视为同一湖泊的最小重叠率（%）</translation>
  </message>
  <message>
   <source>Ledger of lakes</source>
   <translation>湖泊台账</translation>
  </message>
  <message>
   <source>List the hard subsets of the test tiles</source>
   <translation>列出测试样本中的困难子集</translation>
  </message>
  <message>
   <source>Lists of tiles</source>
   <translation>样本名单</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>训练日志</translation>
  </message>
  <message>
   <source>MODELS is empty. Give one or more .safetensors models.</source>
   <translation>MODELS 为空。请给出一个或多个 .safetensors 模型。</translation>
  </message>
  <message>
   <source>MSLWENet</source>
   <translation>MSLWENet</translation>
  </message>
  <message>
   <source>MWEN</source>
   <translation>MWEN</translation>
  </message>
  <message>
   <source>Mapped area</source>
   <translation>制图范围</translation>
  </message>
  <message>
   <source>Mapped area of lakes (km²)</source>
   <translation>制图湖泊面积（km²）</translation>
  </message>
  <message>
   <source>Measured lakes</source>
   <translation>量算后的湖泊</translation>
  </message>
  <message>
   <source>Memory (GB)</source>
   <translation>内存（GB）</translation>
  </message>
  <message>
   <source>Minutes</source>
   <translation>分钟数</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>模型</translation>
  </message>
  <message>
   <source>Model card</source>
   <translation>模型卡片</translation>
  </message>
  <message>
   <source>Model to start from</source>
   <translation>初始模型</translation>
  </message>
  <message>
   <source>Model with the highest MIoU</source>
   <translation>MIoU 最高的模型</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>模型</translation>
  </message>
  <message>
   <source>Models (*.safetensors)</source>
   <translation>模型 (*.safetensors)</translation>
  </message>
  <message>
   <source>Modern</source>
   <translation>现代方案</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>Networks</source>
   <translation>神经网络</translation>
  </message>
  <message>
   <source>Next point without a label</source>
   <translation>下一个未判读的点</translation>
  </message>
  <message>
   <source>No folder for temporary files can be made in {folder} ({why}). Set RUN_FOLDER to a folder where you may write and that has room.</source>
   <translation>无法在 {folder} 中建立临时文件夹（{why}）。请将 RUN_FOLDER 设为有写权限且空间充足的文件夹。</translation>
  </message>
  <message>
   <source>None</source>
   <translation>不拉伸</translation>
  </message>
  <message>
   <source>NumPy{version} was loaded from {folder} and not from QGIS, whose GDAL may not work with it: something puts that folder before QGIS's own. Take it out of PYTHONPATH, or delete the folder 'numpy' there, and start QGIS again.</source>
   <translation>NumPy{version} 是从 {folder} 而不是从 QGIS 加载的，QGIS 的 GDAL 可能无法与之配合：某处设置把该文件夹排在了 QGIS 自己的文件夹之前。请将其从 PYTHONPATH 中去掉，或删除其中的文件夹“numpy”，再重新启动 QGIS。</translation>
  </message>
  <message>
   <source>Number of labelled points</source>
   <translation>已判读的点数</translation>
  </message>
  <message>
   <source>Number of lake ids</source>
   <translation>湖泊编号数</translation>
  </message>
  <message>
   <source>Number of lakes</source>
   <translation>湖泊数量</translation>
  </message>
  <message>
   <source>Number of parameters</source>
   <translation>参数量</translation>
  </message>
  <message>
   <source>Number of points</source>
   <translation>点数</translation>
  </message>
  <message>
   <source>Number of tiles</source>
   <translation>样本数</translation>
  </message>
  <message>
   <source>Number of tiles that each network sees</source>
   <translation>每个网络学习的样本总次数</translation>
  </message>
  <message>
   <source>Number of tiles to choose at random (0: all)</source>
   <translation>随机抽取的样本数（0：全部）</translation>
  </message>
  <message>
   <source>Number of tiles to see</source>
   <translation>学习的样本总次数</translation>
  </message>
  <message>
   <source>Number of tiles to test on</source>
   <translation>测试样本数</translation>
  </message>
  <message>
   <source>Number of tiles to train on</source>
   <translation>训练样本数</translation>
  </message>
  <message>
   <source>Open a terminal and run:</source>
   <translation>打开终端并运行：</translation>
  </message>
  <message>
   <source>Open sample</source>
   <translation>打开示例影像</translation>
  </message>
  <message>
   <source>Open the OSGeo4W Shell (in the Start menu, next to QGIS) and run:</source>
   <translation>打开 OSGeo4W Shell（在开始菜单中，与 QGIS 在一起）并运行：</translation>
  </message>
  <message>
   <source>OpenVINO</source>
   <translation>OpenVINO</translation>
  </message>
  <message>
   <source>Output tile size (pixels)</source>
   <translation>输出瓦片大小（像元）</translation>
  </message>
  <message>
   <source>Outputs</source>
   <translation>输出</translation>
  </message>
  <message>
   <source>Overall accuracy</source>
   <translation>总体精度</translation>
  </message>
  <message>
   <source>Overall accuracy (%)</source>
   <translation>总体精度（%）</translation>
  </message>
  <message>
   <source>PNG images (*.png)</source>
   <translation>PNG 图像 (*.png)</translation>
  </message>
  <message>
   <source>PROBABILITY is '{path}', but must be a GeoTIFF: let its name end in .tif.</source>
   <translation>PROBABILITY 为“{path}”，但必须是 GeoTIFF：文件名请以 .tif 结尾。</translation>
  </message>
  <message>
   <source>PSPNet</source>
   <translation>PSPNet</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>参数</translation>
  </message>
  <message>
   <source>Percentile 2–98</source>
   <translation>2%–98% 百分位</translation>
  </message>
  <message>
   <source>Pixel edges</source>
   <translation>像元边缘</translation>
  </message>
  <message>
   <source>Plugins ▸ Lake Mapper ▸ Extract lakes from the current layer, then Run. If PyTorch is not installed yet, a message shows the command that installs it.</source>
   <translation>点击“插件 ▸ Lake Mapper ▸ 从当前图层提取湖泊”，再点“运行”。如果尚未安装 PyTorch，会给出安装命令。</translation>
  </message>
  <message>
   <source>Plugins ▸ Lake Mapper ▸ Open sample, or add a satellite image of your own.</source>
   <translation>点击“插件 ▸ Lake Mapper ▸ 打开示例影像”，或添加自己的卫星影像。</translation>
  </message>
  <message>
   <source>Point {number} of {count}; {left} without a label.</source>
   <translation>第 {number} 点，共 {count} 点；{left} 点未判读。</translation>
  </message>
  <message>
   <source>Points to label</source>
   <translation>待判读的点</translation>
  </message>
  <message>
   <source>Polygons of its lakes (with a satellite image)</source>
   <translation>其湖泊多边形（与卫星影像一起）</translation>
  </message>
  <message>
   <source>Prepare the lakes for a review</source>
   <translation>为人工检查做准备</translation>
  </message>
  <message>
   <source>Previous point</source>
   <translation>上一个点</translation>
  </message>
  <message>
   <source>Producer's accuracy of lakes (%)</source>
   <translation>湖泊的生产者精度（%）</translation>
  </message>
  <message>
   <source>Protocol</source>
   <translation>训练方案</translation>
  </message>
  <message>
   <source>Put one like 2020-08-31 into the name of the file, or use Extract lakes with DATE.</source>
   <translation>请在文件名中加入 2020-08-31 这样的日期，或使用“提取湖泊”并设置 DATE。</translation>
  </message>
  <message>
   <source>PyTorch {version} is too old: Lake Mapper needs {oldest} or later.</source>
   <translation>PyTorch {version} 版本过旧：Lake Mapper 需要 {oldest} 或更高版本。</translation>
  </message>
  <message>
   <source>PyTorch, 16 bits</source>
   <translation>PyTorch，16 位</translation>
  </message>
  <message>
   <source>PyTorch, 32 bits</source>
   <translation>PyTorch，32 位</translation>
  </message>
  <message>
   <source>Questions and answers</source>
   <translation>问与答</translation>
  </message>
  <message>
   <source>Red;green;blue bands</source>
   <translation>红;绿;蓝波段</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>报告</translation>
  </message>
  <message>
   <source>Report of accuracy</source>
   <translation>精度报告</translation>
  </message>
  <message>
   <source>Report of change</source>
   <translation>变化报告</translation>
  </message>
  <message>
   <source>Rescale labelme images by</source>
   <translation>labelme 图像的缩放倍数</translation>
  </message>
  <message>
   <source>Run folder (keep and resume)</source>
   <translation>运行文件夹（保留中间结果，可断点续算）</translation>
  </message>
  <message>
   <source>SCHEDULER needs RUN_FOLDER, a folder that all workers share.</source>
   <translation>使用 SCHEDULER 时必须给出 RUN_FOLDER，即所有工作节点共享的文件夹。</translation>
  </message>
  <message>
   <source>SHA-256 of the file</source>
   <translation>文件的 SHA-256</translation>
  </message>
  <message>
   <source>SHEET_SIZE is {size}, but must be a multiple of 1024.</source>
   <translation>SHEET_SIZE 为 {size}，但必须是 1024 的倍数。</translation>
  </message>
  <message>
   <source>SPLIT and WHOLE contradict each other. Leave SPLIT empty, or set WHOLE to no.</source>
   <translation>SPLIT 与 WHOLE 相互矛盾。请将 SPLIT 留空，或将 WHOLE 设为“否”。</translation>
  </message>
  <message>
   <source>SPLIT_BY is 'Whole source images', but RASTER is only one image. Choose 'Tiles at random'.</source>
   <translation>SPLIT_BY 为“按整幅源影像”，但 RASTER 只有一幅影像。请选择“随机划分样本”。</translation>
  </message>
  <message>
   <source>Satellite image</source>
   <translation>卫星影像</translation>
  </message>
  <message>
   <source>Satellite image (instead of labelme files)</source>
   <translation>卫星影像（代替 labelme 文件）</translation>
  </message>
  <message>
   <source>Satellite image to estimate</source>
   <translation>待估算的卫星影像</translation>
  </message>
  <message>
   <source>Second date</source>
   <translation>第二期日期</translation>
  </message>
  <message>
   <source>Seconds for one inference block</source>
   <translation>每个推理块耗时（秒）</translation>
  </message>
  <message>
   <source>Seed of the random choices</source>
   <translation>随机种子</translation>
  </message>
  <message>
   <source>Select a satellite image in the panel Layers first, or use 'Open sample'.</source>
   <translation>请先在“图层”面板中选择一幅卫星影像，或使用“打开示例影像”。</translation>
  </message>
  <message>
   <source>Select points of 'Points to check a map' in the panel Layers first.</source>
   <translation>请先在图层面板中选择“生成地图检验点”的点图层。</translation>
  </message>
  <message>
   <source>Set {name}.</source>
   <translation>请设置 {name}。</translation>
  </message>
  <message>
   <source>Share of tiles held back</source>
   <translation>留作验证的样本比例</translation>
  </message>
  <message>
   <source>Share of tiles to train on</source>
   <translation>训练样本比例</translation>
  </message>
  <message>
   <source>Shoreline</source>
   <translation>岸线</translation>
  </message>
  <message>
   <source>Side of a tile (pixels)</source>
   <translation>样本边长（像元）</translation>
  </message>
  <message>
   <source>Smallest island (m²)</source>
   <translation>最小岛屿面积（m²）</translation>
  </message>
  <message>
   <source>Smallest lake (m²)</source>
   <translation>最小湖泊面积（m²）</translation>
  </message>
  <message>
   <source>Smallest share of lake in a tile</source>
   <translation>样本中湖泊的最小占比</translation>
  </message>
  <message>
   <source>Smooth</source>
   <translation>平滑</translation>
  </message>
  <message>
   <source>Split file</source>
   <translation>数据集划分文件</translation>
  </message>
  <message>
   <source>Split into training and test by</source>
   <translation>训练集与测试集的划分方式</translation>
  </message>
  <message>
   <source>Standard error of overall accuracy (%)</source>
   <translation>总体精度的标准误差（%）</translation>
  </message>
  <message>
   <source>Standard error of producer's accuracy (%)</source>
   <translation>生产者精度的标准误差（%）</translation>
  </message>
  <message>
   <source>Standard error of that area (km²)</source>
   <translation>该面积的标准误差（km²）</translation>
  </message>
  <message>
   <source>Standard error of that change (km²)</source>
   <translation>总面积变化的标准误差（km²）</translation>
  </message>
  <message>
   <source>Standard error of the adjusted area (km²)</source>
   <translation>校正面积的标准误差（km²）</translation>
  </message>
  <message>
   <source>Standard error of user's accuracy (%)</source>
   <translation>用户精度的标准误差（%）</translation>
  </message>
  <message>
   <source>Start LakeNet's encoder from ImageNet</source>
   <translation>LakeNet 编码器使用 ImageNet 预训练权重</translation>
  </message>
  <message>
   <source>Table</source>
   <translation>表格</translation>
  </message>
  <message>
   <source>The date of {image} is not known ({why}).</source>
   <translation>{image} 的日期未知（{why}）。</translation>
  </message>
  <message>
   <source>The decision cannot be written: the layer has no field 'review', or is read-only.</source>
   <translation>无法写入结论：图层没有字段“review”，或为只读。</translation>
  </message>
  <message>
   <source>The label could not be saved: {why} Save the points as a file where you may write.</source>
   <translation>判读结果无法保存：{why} 请将点另存为可写位置的文件。</translation>
  </message>
  <message>
   <source>The lakes appear over the image. Open the attribute table: areas are in km² on the ellipsoid, with their error.</source>
   <translation>湖泊会叠加显示在影像上。打开属性表：面积为椭球面面积（km²），并附误差。</translation>
  </message>
  <message>
   <source>The manual is not there. Install the plugin again.</source>
   <translation>找不到手册。请重新安装插件。</translation>
  </message>
  <message>
   <source>The sample scene {path} cannot be opened. Install the plugin again.</source>
   <translation>无法打开示例影像 {path}。请重新安装插件。</translation>
  </message>
  <message>
   <source>Then start QGIS again.</source>
   <translation>然后重新启动 QGIS。</translation>
  </message>
  <message>
   <source>This installation</source>
   <translation>安装与环境</translation>
  </message>
  <message>
   <source>This is PyTorch for NVIDIA GPUs, a download of about 3 GB.</source>
   <translation>这是用于 NVIDIA GPU 的 PyTorch，下载量约 3 GB。</translation>
  </message>
  <message>
   <source>This is PyTorch for the CPU, a download of about 200 MB.</source>
   <translation>这是 CPU 版 PyTorch，下载量约 200 MB。</translation>
  </message>
  <message>
   <source>This is PyTorch for the CPU, a download of at most about {largest} MB.</source>
   <translation>这是 CPU 版 PyTorch，下载量最多约 {largest} MB。</translation>
  </message>
  <message>
   <source>Tiles at random (as published)</source>
   <translation>随机划分样本（与论文一致）</translation>
  </message>
  <message>
   <source>Tiles in a batch</source>
   <translation>批大小（样本数）</translation>
  </message>
  <message>
   <source>Totals</source>
   <translation>汇总</translation>
  </message>
  <message>
   <source>Track lakes over time</source>
   <translation>追踪湖泊变化</translation>
  </message>
  <message>
   <source>Trends</source>
   <translation>趋势</translation>
  </message>
  <message>
   <source>Unet</source>
   <translation>Unet</translation>
  </message>
  <message>
   <source>Use the near infrared where the image has it</source>
   <translation>影像含近红外波段时使用它</translation>
  </message>
  <message>
   <source>User guide</source>
   <translation>用户指南</translation>
  </message>
  <message>
   <source>User's accuracy of lakes (%)</source>
   <translation>湖泊的用户精度（%）</translation>
  </message>
  <message>
   <source>Usually the Microsoft Visual C++ runtime is missing or too old: install {address}, restart the computer, and try again.</source>
   <translation>通常是缺少 Microsoft Visual C++ 运行库或其版本过旧：请安装 {address}，重新启动计算机后再试。</translation>
  </message>
  <message>
   <source>Wanted standard error (%)</source>
   <translation>所需的标准误差（%）</translation>
  </message>
  <message>
   <source>Weight decay</source>
   <translation>权重衰减系数</translation>
  </message>
  <message>
   <source>What is wrong (empty: nothing)</source>
   <translation>存在的问题（为空表示正常）</translation>
  </message>
  <message>
   <source>What shall be precise</source>
   <translation>对什么的精度要求</translation>
  </message>
  <message>
   <source>What the numbers mean</source>
   <translation>数值的含义</translation>
  </message>
  <message>
   <source>Whole source images</source>
   <translation>按整幅源影像</translation>
  </message>
  <message>
   <source>Width of the strips along shorelines (m)</source>
   <translation>岸线两侧条带的宽度（米）</translation>
  </message>
  <message>
   <source>a date like 2020-05-18 (year-month-day)</source>
   <translation>形如 2020-05-18（年-月-日）的日期</translation>
  </message>
  <message>
   <source>a number, with a point before decimals,</source>
   <translation>数字（小数点用英文句点）</translation>
  </message>
  <message>
   <source>a whole number</source>
   <translation>整数</translation>
  </message>
  <message>
   <source>it holds no names and values</source>
   <translation>其中没有名称和值</translation>
  </message>
  <message>
   <source>it is nested too deeply</source>
   <translation>嵌套层次过深</translation>
  </message>
  <message>
   <source>one of {choices}</source>
   <translation>下列之一：{choices}</translation>
  </message>
  <message>
   <source>the layer cannot be edited.</source>
   <translation>该图层无法编辑。</translation>
  </message>
  <message>
   <source>{count} block</source>
   <translation>{count} 个推理块</translation>
  </message>
  <message>
   <source>{count} epoch</source>
   <translation>{count} 轮</translation>
  </message>
  <message>
   <source>{count} image</source>
   <translation>{count} 幅影像</translation>
  </message>
  <message>
   <source>{count} label</source>
   <translation>{count} 个标注</translation>
  </message>
  <message>
   <source>{count} lake</source>
   <translation>{count} 个湖泊</translation>
  </message>
  <message>
   <source>{count} pixel</source>
   <translation>{count} 个像元</translation>
  </message>
  <message>
   <source>{count} shape</source>
   <translation>{count} 个形状</translation>
  </message>
  <message>
   <source>{count} step</source>
   <translation>{count} 步</translation>
  </message>
  <message>
   <source>{count} thread</source>
   <translation>{count} 个线程</translation>
  </message>
  <message>
   <source>{count} tile</source>
   <translation>{count} 个样本</translation>
  </message>
  <message>
   <source>{kind} from {low:g} to {high:g}</source>
   <translation>{low:g} 到 {high:g} 之间的{kind}</translation>
  </message>
  <message>
   <source>{kind} of at least {low:g}</source>
   <translation>不小于 {low:g} 的{kind}</translation>
  </message>
  <message>
   <source>{layer}, measured</source>
   <translation>{layer}，已量算</translation>
  </message>
  <message>
   <source>{name} and {other} are both {path}. Give one of them another name.</source>
   <translation>{name} 与 {other} 都是 {path}。请为其中一个另取名称。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path}. Choose a folder where you may write.</source>
   <translation>{name} 无法写入 {path}。请选择有写入权限的文件夹。</translation>
  </message>
  <message>
   <source>{name} is '{path}', but there is no such file. Choose one, or leave it empty.</source>
   <translation>{name} 为“{path}”，但该文件不存在。请选择一个文件，或留空。</translation>
  </message>
  <message>
   <source>{name} is '{value}', but must be {expected}.</source>
   <translation>{name} 为“{value}”，但必须是{expected}。</translation>
  </message>
  <message>
   <source>{name} is the folder {path}. Add the name of a file to it.</source>
   <translation>{name} 是文件夹 {path}。请在后面加上文件名。</translation>
  </message>
  <message>
   <source>{name} is {path}, but {other} is read from there. Choose another place.</source>
   <translation>{name} 为 {path}，但 {other} 正是从那里读取的。请另选位置。</translation>
  </message>
  <message>
   <source>{name} names '{path}', but there is no such file. Choose an existing one.</source>
   <translation>{name} 中的“{path}”不存在。请选择已有的文件。</translation>
  </message>
  <message>
   <source>{package} is installed but cannot be loaded ({error}).</source>
   <translation>{package} 已安装，但无法加载（{error}）。</translation>
  </message>
  <message>
   <source>{package} {version} of {folder} was loaded before Lake Mapper could choose, by QGIS or by another plugin. PyTorch needs {needed} or later: training and OpenVINO may fail. Start QGIS again. If this message comes again, disable the plugin that loads {package}.</source>
   <translation>QGIS 或另一插件已先于 Lake Mapper 加载了 {folder} 中的 {package} {version}。PyTorch 需要 {needed} 或更高版本：训练和 OpenVINO 可能失败。请重新启动 QGIS。若再次出现此消息，请停用加载 {package} 的插件。</translation>
  </message>
 </context>
</TS>
