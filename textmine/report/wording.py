"""The texts of the page, in Chinese and English, by name."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["WORDING", "language_of"]

# name: (English, Chinese)
_TEXTS = {
    "title": ("Map of terms", "术语图谱"),
    "overview": ("Overview", "概览"),
    "terms": ("Terms", "术语"),
    "map": ("Map", "图谱"),
    "hierarchy": ("Communities", "社区"),
    "contrast": ("Compare", "比较"),
    "corpus": ("Text", "文本"),
    "background": ("Compared with", "背景文本"),
    "nothing": ("nothing", "无"),
    "unnamed": ("other text", "其他文本"),
    "n_documents": ("documents", "文档"),
    "n_characters": ("characters", "字符"),
    "n_units": ("words or Han characters", "字词"),
    "help_units": (
        "The unit of counting: a Han character, or a run of letters and digits.",
        "计数的单位：一个汉字，或一串字母和数字。",
    ),
    "n_terms": ("terms", "术语"),
    "help_terms": ("The terms of terms.tsv.", "terms.tsv 中的术语。"),
    "help_best": (
        "The terms of terms.tsv: the best ones of all that were found.",
        "terms.tsv 中的术语：从找到的所有术语中取最佳的若干个。",
    ),
    "n_nodes": ("terms in the graph", "网络中的术语"),
    "n_links": ("links", "连接"),
    "n_communities": ("communities", "社区"),
    "n_codelength": ("bits per step (codelength)", "编码长度 (比特/步)"),
    "n_saved": ("saved by communities", "社区节省"),
    "help_codelength": (
        "Bits that describe one step of a random walk on the links: {one_level} without communities, {bits} with them.",
        "描述在连接上的随机游走：不分社区每步需 {one_level} 比特，分社区后需 {bits} 比特。",
    ),
    "command": ("Made by", "生成命令"),
    "best": ("The best terms", "最佳术语"),
    "story": (
        "{documents} documents were read and {found}. {members} of the terms are in {communities}"
        " communities; the map shows {nodes} of them.",
        "共读入 {documents} 篇文档，{found}；其中 {members} 个归入 {communities} 个社区，图谱画出 {nodes} 个。",
    ),
    "story_themes": (
        "{documents} documents were read and {found}. {members} of the terms are in {communities}"
        " communities of {themes} themes; the map shows {nodes} of them.",
        "共读入 {documents} 篇文档，{found}；其中 {members} 个归入"
        " {themes} 个主题下的 {communities} 个社区，图谱画出 {nodes} 个。",
    ),
    "found_all": ("{terms} terms found", "找到 {terms} 个术语"),
    "found_best": ("the best {terms} terms kept", "取最佳的 {terms} 个术语"),
    "community_figures": (
        "{documents} documents ({share}), {terms} terms.",
        "{documents} 篇文档（{share}），{terms} 个术语。",
    ),
    "returned": (
        "Stability {share}: so much of it is found again in both random halves of the documents. Half of the"
        " communities of this map have {median} or more.",
        "稳定性 {share}：把文档随机分成两半，两半都能重新得到的比例；本图有一半社区达到 {median} 或更高。",
    ),
    "stability": ("stability {share}", "稳定性 {share}"),
    "speaks": (
        "{share} of what ties this document to communities ties it to this one.",
        "它与各社区的联系中，有 {share} 指向这个社区。",
    ),
    "how": ("How it was made", "制作过程"),
    "open_map": ("Open the map", "打开图谱"),
    "documents": ("Documents", "文档"),
    "its_documents": ("Documents", "查看文档"),
    "search_documents": ("Search documents", "搜索文档"),
    "documents_help": (
        'Words are looked for in titles, texts, and the contexts of a term; all of them must occur. "Two words" in'
        " quotation marks are a phrase. Choose a document to read it; terms of the map are underlined in the colour of"
        " their community.",
        "在标题、正文和术语的上下文中查找；空格隔开的各词都须出现，引号内的词语按原样查找。点文档阅读全文，图中术语以所属社区的颜色标出下划线。",
    ),
    "documents_cut": ("Longer texts are cut at {n} characters.", "较长的正文只显示前 {n} 个字符。"),
    "unpacking": ("The texts are being unpacked.", "正在解压正文。"),
    "no_unpacking": (
        "This browser cannot unpack the texts: it needs DecompressionStream (Chrome 103, Firefox 113, Safari 16.4).",
        "此浏览器无法解压正文，需要支持 DecompressionStream（Chrome 103、Firefox 113、Safari 16.4 或更新）。",
    ),
    "no_texts": ("The texts are not part of this page.", "本页不含正文。"),
    "no_terms": ("No term matches.", "没有符合条件的术语。"),
    "no_documents": ("No document matches.", "没有符合条件的文档。"),
    "level": ("Level, from coarse to fine", "层次，从粗到细"),
    "level_help": (
        "From themes to communities and what they are made of: colours, names, table and documents follow.",
        "从主题到社区，再到子社区；颜色、名称、表格和文档随之变化。",
    ),
    "coarse": ("coarse", "粗"),
    "fine": ("fine", "细"),
    "level_subcommunities": ("Subcommunities", "子社区"),
    "within": ("Part of: {name}", "属于：{name}"),
    "level_communities": ("Communities", "社区"),
    "level_themes": ("Themes", "主题"),
    "one_themes": ("theme", "主题"),
    "one_communities": ("community", "社区"),
    "one_subcommunities": ("subcommunity", "子社区"),
    "groups": ("Community", "社区"),
    "others": ("Others, in grey", "其他（灰色）"),
    "bare": ("{n} with one document or none", "{n} 个只有一篇文档或没有文档"),
    "all_columns": ("All columns", "全部列"),
    "up": ("Up", "返回上层"),
    "largest": ("What it is about", "谈些什么"),
    "in_community": ("In 1 community: ", "属于 1 个社区："),
    "in_communities": ("In {n} communities: ", "属于 {n} 个社区："),
    "in_none": ("in no community", "不属于任何社区"),
    "guests": ("Terms shared with other communities", "与其他社区共有的术语"),
    "help_senses": (
        "Terms with two senses or uses that are at home in another community: the share of each that is here.",
        "有多种含义或用法、主要属于其他社区的术语，以及在此社区所占的比例。",
    ),
    "general": ("General: in no community", "通用词，不属于任何社区"),
    "help_recurrence": (
        "The documents are divided at random into two halves, and each is grouped apart: how much of this community"
        " both find again.",
        "把文档随机分成两半，各自分组，看两半在多大程度上都能重新得到这个社区。",
    ),
    "about": (
        "Terms are words that are more frequent in this text than in other text. Two terms are linked if they occur"
        " together more often than by chance. Documents about the same form a community, with the terms that they use"
        " more than others; communities that are close form a theme.",
        "术语是本文本比其他文本更常用的词。两个术语相遇的次数多于偶然，就连在一起。谈论同一事物的文档和它们偏爱的术语组成社区，相近的社区组成主题。",
    ),
    "edit": ("Clean up", "整理术语"),
    "edit_help": (
        "Tick terms, then leave them out, keep them on the map, or merge them. Themes, communities and"
        " subcommunities are renamed beside the map. Nothing changes until the map is made again with the file.",
        "勾选术语，然后删去、保留在图中或合并。主题、社区和子社区在图谱页右侧改名。用该文件重新制图后才会生效。",
    ),
    "ticked": ("{n} ticked:", "已勾选 {n} 个："),
    "leave_out": ("Leave out", "删去"),
    "keep": ("Keep on the map", "保留在图中"),
    "merge_into": ("Merge into", "合并为"),
    "merge": ("Merge", "合并"),
    "rename": ("Rename", "改名"),
    "rename_help": ("A name of your own, for edits.tsv:", "自拟名称，存入 edits.tsv："),
    "undo": ("Undo", "撤销"),
    "edit_drop": ("leave out", "删去"),
    "edit_keep": ("keep", "保留"),
    "edit_merge": ("merge", "合并"),
    "edit_rename": ("rename", "改名"),
    "edit_rename_subcommunity": ("rename subcommunity", "子社区改名"),
    "edits_said": ("Edits: {n}", "{n} 处修改："),
    "edits_count": ("Edits: {n}", "修改：{n}"),
    "download_edits": ("Download edits.tsv", "下载 edits.tsv"),
    "edits_how": ("Then run again:", "然后重新运行："),
    "search": ("Search terms", "搜索术语"),
    "jump": ("Find a term on the map", "在图中查找术语"),
    "every": ("all {level}", "全部{level}"),
    "unmapped": ("in no {one}", "不属于任何{one}"),
    "both": ("known and new", "已知和新词"),
    "known": ("known", "已知"),
    "new": ("new", "新词"),
    "download_tsv": ("Download TSV", "下载 TSV"),
    "download_png": ("Save PNG", "保存 PNG"),
    "table_help": (
        "Choose a heading to sort by it and read what it means. Choose a term to see its contexts and neighbours. A"
        " term without a community is general, or there is too little evidence for any.",
        "点表头排序并查看该列含义，点术语查看上下文和相邻术语。没有社区的术语是通用词，或证据不足以归入任何社区。",
    ),
    "more": ("Show more", "显示更多"),
    "contexts": ("In context", "上下文"),
    "contexts_of_all": ("{n} of {all}, each with its document", "共 {all} 处，列出 {n} 处，并附所在文档"),
    "neighbours": ("Neighbours", "相邻术语"),
    "sorted_by": ("sorted by", "排序"),
    "order_document": ("document", "文档"),
    "order_date": ("date", "日期"),
    "order_left": ("text before", "前文"),
    "order_right": ("text after", "后文"),
    "no_contexts": ("No contexts were kept for this term.", "没有保存该术语的上下文。"),
    "no_neighbours": ("Its neighbours are not among the terms of this page.", "它的相邻术语不在本页。"),
    "not_linked": ("Not in the graph: it has no links to other terms.", "不在网络中：与其他术语没有连接。"),
    "general_term": (
        "A general term: in the graph, but in no community, so not on the map.",
        "通用词：在网络中，但不属于任何社区，因此不在图上。",
    ),
    "document": ("document", "文档"),
    "colour": ("Colour", "颜色"),
    "size": ("Size", "大小"),
    "by_group": ("community", "社区"),
    "by_score": ("score", "得分"),
    "by_known": ("known or new", "已知或新词"),
    "by_flow": ("links", "连接"),
    "by_count": ("count", "次数"),
    "size_flow": ("share of the links", "占连接的份额"),
    "size_count": ("count", "次数"),
    "size_score": ("score", "得分"),
    "whole": ("Whole map", "全图"),
    "on_map": ("Show on the map", "在图中显示"),
    "in_table": ("Show in the table", "在表中显示"),
    "enter_for_table": ("Enter shows it in the table.", "按回车在表中显示。"),
    "not_found": ("No such term on the map", "图中没有该术语"),
    "members": ("terms", "个术语"),
    "map_help": (
        "A disc is a term; terms that occur together stand near each other. Drag to move, scroll or pinch to zoom."
        " Click a term, or next to it for its {one}. Keys: arrows, + and -, 0 for the whole map.",
        "圆点是术语，常一起出现的彼此靠近。拖动平移，滚轮或双指缩放，点击术语查看，点击旁边查看其{one}。"
        "键盘：方向键、+ 和 -，0 显示全图。",
    ),
    "treemap_help": (
        "Each area is a {one} of terms, as large as its share of the links. Choose one to see what it is made of.",
        "每块是一个术语{one}，面积为其连接的份额。点一块查看它的组成。",
    ),
    "scatter_help": (
        "How often each term is used on both sides, in occurrences per million words. On the dashed line it is as"
        " frequent on one side as on the other; above it, more frequent on the side that is named on the left. Faint"
        " terms: the difference may be chance. Choose a point to see its term.",
        "各术语在两边的频率（每百万字词的次数）。虚线上两边一样常见；虚线以上，在左侧标明的一边更常见。颜色淡的术语：差异可能出于偶然。点选一个点查看术语。",
    ),
    "no_background": ("There is nothing to compare with.", "没有可对比的文本。"),
    "background_side": ("background", "背景文本"),
    "rest": ("all others", "其余文档"),
    "per_million": ("per million words: {side}", "每百万字词：{side}"),
    "more_on": ("More in {side}", "{side} 更多"),
    "no_difference": ("No clear difference: all may be chance.", "没有明显差异，都可能出于偶然。"),
    "trends": ("Trends", "趋势"),
    "show_what": ("What is shown", "显示内容"),
    "trends_of_groups": ("Communities", "社区"),
    "trends_of_terms": ("Terms", "术语"),
    "trends_of_flow": ("Streams of communities", "社区的演变"),
    "add_line": ("Add a term or {one} (Enter)", "添加术语或{one}（回车）"),
    "no_trend": ("Nothing of that name has a trend", "没有该名称的趋势"),
    "remove": ("Remove", "移除"),
    "trend_help_groups": (
        "Share of the documents of each period that are in a {one}. At first those of most documents are shown."
        " Choose a point to see its {one} on the map.",
        "各时期属于每个{one}的文档所占比例，先列文档最多的社区。点选一个点在图谱中查看。",
    ),
    "trend_help_terms": (
        "Occurrences of each term per million words, by period. Choose a point to see its term.",
        "各时期每百万字词中出现的次数。点选一个点查看术语。",
    ),
    "trend_help_flow": (
        "Each column is a period, each block a community of its terms, as high as its share of their links. Streams"
        " are terms that go on together. Choose a block to follow it.",
        "每列是一个时期，每块是该时期的一个术语社区，高度为其连接的份额；带状是继续在一起的术语。点选一块突出显示。",
    ),
    "period_length": ("A period is {length}.", "每期 {length}。"),
    "flow_length": (
        "Here a period is {length}, so that the streams can be followed; lines have periods of {other}.",
        "这里每期 {length}，便于看清演变；曲线每期 {other}。",
    ),
    "length_day": ("one day", "1 天"),
    "length_week": ("one week", "1 周"),
    "length_month": ("one month", "1 个月"),
    "length_year": ("one year", "1 年"),
    "length_years": ("{n} years", "{n} 年"),
    "few_documents": ("only {n} documents", "只有 {n} 篇文档"),
    "help_few": (
        "Hollow points are periods of few documents; dashed pieces lead to them, or over periods without any.",
        "空心点是文档很少的时期；虚线通向这些时期，或跨过没有文档的时期。",
    ),
    "change_in": ("Changes", "变化"),
    "all_periods": ("over all periods", "整个时期"),
    "rises": ("Rises", "上升"),
    "falls": ("Falls", "下降"),
    "no_change": ("No clear change: all may be chance.", "没有明显变化，都可能出于偶然。"),
    "slope_said": ("{bits} bits a period; 1 doubles", "每期 {bits} 比特，1 即翻倍"),
    "sure_said": (
        "at least {bits} bits against the period before; 1 doubles",
        "比前一期至少变化 {bits} 比特，1 即翻倍",
    ),
    "axis_share": ("share of documents", "文档比例"),
    "axis_rate": ("per million words", "每百万字词"),
    "over_time": ("From {first} to {last}", "从 {first} 到 {last}"),
    "apart": ("Differences by {group}", "按 {group} 比较"),
    "see_all": ("See all", "查看全部"),
    "period": ("period", "时期"),
    "every_value": ("{name}: all", "{name}：全部"),
    "by_year": ("mean year", "平均年份"),
    "all_alike": ("no clear difference", "无明显差异"),
    "density": ("Density", "密度"),
    "download_svg": ("Save SVG", "保存 SVG"),
    "pdf_help": (
        "The drawing alone, on a page of its size: choose to save as PDF in the browser's print dialogue.",
        "只打印这幅图，页面与图一样大：请在浏览器的打印对话框中选择另存为 PDF。",
    ),
    "theme": ("Light or dark", "浅色或深色"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "noscript": (
        "This page needs JavaScript. All its data is in this file; it makes no network requests.",
        "本页需要 JavaScript；所有数据都在本文件中，不访问网络。",
    ),
    "cut": (
        "This page has the first {n} of {all} terms; terms.tsv has all of them.",
        "本页只含前 {n} 个术语（共 {all} 个），全部见 terms.tsv。",
    ),
}

WORDING = {
    "en": {name: english for name, (english, _) in _TEXTS.items()},
    "zh": {name: chinese for name, (_, chinese) in _TEXTS.items()},
}


def language_of(terms: Sequence[str]) -> str:
    """Return `zh` if a third of the terms have Han characters and none has kana, else `en`.

    Examples
    --------
    >>> language_of(["变压器", "SF6断路器", "GIS"]), language_of(["neural network"])
    ('zh', 'en')
    """
    text = "".join(terms)
    han = sum(any("\u4e00" <= character <= "\u9fff" for character in term) for term in terms)
    kana = any("\u3041" <= character <= "\u30ff" and character != "・" for character in text)
    return "zh" if 3 * han >= max(len(terms), 1) and not kana else "en"
