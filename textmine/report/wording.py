"""What the page says, in Chinese and English; each name stands for the same in both."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["COLUMNS", "WORDING", "language_of"]

# name: (English heading, English help, Chinese heading, Chinese help)
_COLUMNS = {
    "term": ("Term", "As it is mostly written.", "术语", "最常见的写法。"),
    "community": (
        "Community",
        "Which community of the map the term belongs to; empty where it is not on the map.",
        "社区",
        "术语在图中所属的社区；不在图中则为空。",
    ),
    "score": ("Score", "What the terms are ranked by; it has no unit.", "得分", "排序的依据，没有单位。"),
    "count": (
        "Count",
        "Occurrences in the text; repeated passages count once.",
        "次数",
        "在文本中出现的次数，重复的段落只计一次。",
    ),
    "documents": ("Documents", "Documents with the term.", "文档数", "出现该术语的文档数。"),
    "background": ("Background", "Occurrences in the background.", "背景次数", "在背景文本中出现的次数。"),
    "contrast": (
        "Contrast",
        "How many times more frequent than in the background, as a power of two.",
        "对比",
        "比背景中常见多少倍，以 2 的幂表示。",
    ),
    "cohesion": (
        "Cohesion",
        "How firmly the parts hold together, in bits; 0 for single words.",
        "凝聚度",
        "各部分结合的紧密程度，单位比特；单字（词）为 0。",
    ),
    "left_entropy": (
        "Left entropy",
        "How many different things stand before it, in bits: high where a word begins.",
        "左熵",
        "左邻的多样程度，单位比特；词的开头处较高。",
    ),
    "right_entropy": (
        "Right entropy",
        "How many different things stand behind it, in bits: high where a word ends.",
        "右熵",
        "右邻的多样程度，单位比特；词的结尾处较高。",
    ),
    "left_breaks": (
        "Left breaks",
        "Share of occurrences behind a punctuation mark or line end.",
        "左断",
        "前面是标点或行首的比例。",
    ),
    "right_breaks": (
        "Right breaks",
        "Share of occurrences before a punctuation mark or line end.",
        "右断",
        "后面是标点或行尾的比例。",
    ),
    "word_edges": (
        "Word edges",
        "Share of occurrences that begin and end at the edges of words.",
        "词界",
        "首尾都在词边界上的比例。",
    ),
    "company": (
        "Company",
        "How much its neighbours are those of good terms, in bits.",
        "语伴",
        "左右相邻的词与好术语的邻词有多相似，单位比特。",
    ),
    "nestedness": (
        "Nested",
        "Share of occurrences inside one longer string.",
        "嵌套",
        "出现在同一个更长字符串中的比例。",
    ),
    "known": ("Known", "Whether the dictionary has it.", "已知", "词典是否收录。"),
    "p_value": ("p-value", "Chance of a contrast this large in random text.", "p 值", "随机文本出现如此对比的概率。"),
    "q_value": ("q-value", "False discovery rate at which it passes.", "q 值", "通过检验时的错误发现率。"),
    "significant": ("Significant", "Whether the contrast is significant.", "显著", "对比是否显著。"),
    "forms": ("Forms", "Forms of the word that were counted as one.", "词形", "合并计数的各种词形。"),
}

# name: (English, Chinese)
_TEXTS = {
    "title": ("Map of terms", "术语图谱"),
    "overview": ("Overview", "概览"),
    "terms": ("Terms", "术语"),
    "map": ("Map", "图谱"),
    "hierarchy": ("Communities", "社区"),
    "contrast": ("Contrast", "对比"),
    "corpus": ("Text", "文本"),
    "background": ("Compared with", "背景文本"),
    "nothing": ("nothing", "无"),
    "documents": ("documents", "文档"),
    "characters": ("characters", "字符"),
    "units": ("words and characters counted", "计数单位"),
    "n_terms": ("terms", "术语"),
    "nodes": ("terms on the map", "图中术语"),
    "links": ("links", "连接"),
    "communities": ("communities", "社区"),
    "codelength": ("bits a step", "比特/步（编码长度）"),
    "saved": ("saved by communities", "社区节省"),
    "command": ("Made by", "生成命令"),
    "best": ("The best terms", "最佳术语"),
    "largest": ("The largest communities", "最大的社区"),
    "about": (
        "Terms are words that this text uses more than other text does. Two are linked where they meet more often than"
        " by chance; communities are terms that lead to one another.",
        "术语是本文本比其他文本更常用的词。两个术语相遇的次数多于偶然，就连在一起；彼此相连的术语组成社区。",
    ),
    "search": ("Search terms", "搜索术语"),
    "jump": ("Find a term on the map", "在图中查找术语"),
    "every": ("all communities", "全部社区"),
    "unmapped": ("not on the map", "不在图中"),
    "both": ("known and new", "已知和新词"),
    "known": ("known", "已知"),
    "new": ("new", "新词"),
    "download_tsv": ("Download TSV", "下载 TSV"),
    "download_png": ("Download PNG", "下载 PNG"),
    "shown": ("{n} of {all} terms", "{n} / {all} 个术语"),
    "more": ("Show more", "显示更多"),
    "contexts": ("In context", "上下文"),
    "neighbours": ("Neighbours", "相邻术语"),
    "no_contexts": ("No contexts were kept for this term.", "没有保存该术语的上下文。"),
    "no_neighbours": ("Not linked on the map.", "在图中没有连接。"),
    "document": ("document", "文档"),
    "colour": ("Colour", "颜色"),
    "size": ("Size", "大小"),
    "by_community": ("community", "社区"),
    "by_score": ("score", "得分"),
    "by_known": ("known or new", "已知或新词"),
    "by_flow": ("flow", "流量"),
    "by_count": ("count", "次数"),
    "whole": ("Whole map", "全图"),
    "on_map": ("Show on the map", "在图中显示"),
    "not_found": ("No such term on the map", "图中没有该术语"),
    "of_flow": ("of the flow", "的流量"),
    "members": ("terms", "个术语"),
    "map_help": (
        "Drag to move, wheel or pinch to zoom, click a term. Keys: arrows, + and -, 0 for the whole map.",
        "拖动平移，滚轮或双指缩放，点击术语查看。键盘：方向键、+ 和 -，0 显示全图。",
    ),
    "treemap_help": (
        "Each area is a community, as large as its share of the flow. Choose one to see it on the map.",
        "每块面积是一个社区，大小为其流量份额。点选后在图谱中查看。",
    ),
    "scatter_help": (
        "Right: more frequent in the background; up: more frequent in this text. Choose a point to see the term.",
        "越靠右，在背景中越常见；越靠上，在本文本中越常见。点选一个点查看术语。",
    ),
    "no_background": ("There is no background to compare with.", "没有可对比的背景文本。"),
    "in_text": ("occurrences in this text", "在本文本中的次数"),
    "in_background": ("occurrences in the background", "在背景中的次数"),
    "theme": ("Light or dark", "浅色或深色"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "cut": (
        "This page holds the first {n} of {all} terms; terms.tsv has all.",
        "本页只含前 {n} 个术语（共 {all} 个），全部见 terms.tsv。",
    ),
}

COLUMNS = {
    "en": {name: (heading, text) for name, (heading, text, _, _) in _COLUMNS.items()},
    "zh": {name: (heading, text) for name, (_, _, heading, text) in _COLUMNS.items()},
}
WORDING = {
    "en": {name: english for name, (english, _) in _TEXTS.items()},
    "zh": {name: chinese for name, (_, chinese) in _TEXTS.items()},
}


def language_of(terms: Sequence[str]) -> str:
    """Return `zh` where a third of the terms hold Han characters and none of them kana, else `en`.

    Examples
    --------
    >>> language_of(["变压器", "SF6断路器", "GIS"]), language_of(["neural network"])
    ('zh', 'en')
    """
    text = "".join(terms)
    han = sum(any("\u4e00" <= character <= "\u9fff" for character in term) for term in terms)
    kana = any("\u3041" <= character <= "\u30ff" and character != "・" for character in text)
    return "zh" if 3 * han >= max(len(terms), 1) and not kana else "en"
