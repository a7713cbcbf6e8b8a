"""Tables of links as Gephi, igraph, pandas, R, Excel and people write them: read right, or refused with the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError, OptionError
from textmine.graph import read_graph
from textmine.graph.formats import graph_format
from textmine.graph.links import read_links, read_slowly
from textmine.graph.reading import Reading
from textmine.io import delimiter_named

PATH = [("pump", "seal", 2.0), ("ring", "seal", 3.0)]


@pytest.fixture(scope="module")
def told(new_notes):
    """Return a function that gives the links of a file, and what was said of it."""

    def run(text, source="links", **how):
        notes = new_notes()
        graph = read_graph(text, source, progress=notes, **how)
        ends = [row[:2] if graph.directed else sorted(row[:2]) for row in graph.rows()]
        return sorted((*pair, weight) for pair, weight in zip(ends, graph.weights.tolist(), strict=True)), notes.notes

    return run


TABLES = {
    "headers in capitals": "SOURCE\tTARGET\tWEIGHT\npump\tseal\t2\nring\tseal\t3\n",
    "from and to, with value": "From,To,Value\npump,seal,2\nring,seal,3\n",
    "src and dst": "w;dst;src\n2;seal;pump\n3;seal;ring\n",
    "i and j": "i j w\npump seal 2\nring seal 3\n",
    "the count is the weight where there is no other": "source,target,count\npump,seal,2\nring,seal,3\n",
    "pandas' index": ",source,target,weight\n0,pump,seal,2.0\n1,ring,seal,3.0\n",
    "R's numbers of rows": '"from" "to" "weight"\n"1" "pump" "seal" 2\n"2" "ring" "seal" 3\n',
    "R's quotes": '"from"\t"to"\t"weight"\n"pump"\t"seal"\t2\n"ring"\t"seal"\t3\n',
    "semicolons": "pump;seal;2\nring;seal;3\n",
    "upright strokes": "pump|seal|2\nring|seal|3\n",
    "a blank after each comma": "pump, seal, 2\nring, seal, 3\n",
    "Excel's separator": "sep=;\r\nSource;Target;Weight\r\npump;seal;2\r\nring;seal;3\r\n".replace("\r", ""),
    "Excel's empty rows": "Source;Target;Weight\npump;seal;2\n;;\nring;seal;3\n",
    "Excel's empty columns": "pump,seal,2,,\nring,seal,3,,\n",
    "comments": "# made by hand\n% and checked\npump seal 2\n# the other\nring seal 3\n",
    "a header behind a mark": "#source\ttarget\tweight\npump\tseal\t2\nring\tseal\t3\n",
    "JSON lines": '{"from": "pump", "to": "seal", "value": 2}\n{"from": "ring", "to": "seal", "value": 3}\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_read_right(name, told):
    assert told(TABLES[name]) == (PATH, [])


def test_gephis_table_of_edges(told):
    text = "Source,Target,Type,Id,Label,timeset,Weight\npump,seal,{},0,,,2.0\nring,seal,{},1,,,3.0\n"
    unused = "links: columns of numbers that are not used: Id"
    declared = "links: the file says that links are directed; `undirected` takes them both ways"
    assert told(text.format("Undirected", "Undirected")) == (PATH, [unused])
    assert told(text.format("Directed", "directed")) == (PATH, [unused, declared])
    assert told(text.format("Directed", "Directed"), directed=False) == (PATH, [unused])
    assert read_graph(text.format("Directed", "Directed"), "links").directed
    links, said = told(text.format("Directed", "Undirected"))
    assert links == sorted([*PATH, ("seal", "ring", 3.0)])
    assert said[-1] == "links: 1 of 2 links are undirected and lead both ways"


def test_a_weight_may_be_left_out_where_there_is_no_header(told):
    assert told("pump seal 2\nring seal\n") == ([("pump", "seal", 2.0), ("ring", "seal", 1.0)], [])
    assert told("7\t8\t2\n8\t9\n")[0] == [("7", "8", 2.0), ("8", "9", 1.0)]


def test_columns_that_are_not_used_are_named(told):
    _, said = told("source,target,weight,lag,who\npump,seal,2,7,x\nring,seal,3,8,y\n")
    assert said == [
        "links: columns of numbers that are not used: lag",
        "links: columns of text that are not used: who",
    ]
    _, said = told("Source,Target,Type,Label\npump,seal,Directed,\nring,seal,Foo,\n")
    assert said == ["links: the column Type is not used: 'Foo' is neither Directed nor Undirected"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("#rust\t#steel\t3\n#steel\t#zinc\t2\nlead\t#rust\t1\n", 3),
        ("#rust\t#steel\n#steel\t#zinc\n", 2),
        ("%x y 1\ny z 2\n", 2),
        ("# FromNodeId\tToNodeId\n0\t1\n1\t2\n", 2),  # as SNAP has it
        ("% sym unweighted\n% 2 3 3\n1 2\n2 3\n", 2),  # as KONECT has it
        ("#from to\n0 1\n1 2\n", 2),
        ("#nodes edges\n0 1\n1 2\n", 2),  # no node is a word
        ("# one two three\na b 1\n", 1),
        ("source\ttarget\tweight\n#2\t1\t4\n# 3\t1\t4\n2\t3\t1\n", 3),
    ],
)
def test_a_line_is_a_comment_only_where_it_is_no_link_of_the_files_shape(text, links):
    assert read_graph(text, "links").n_links == links


def test_names_that_could_be_a_header(told):
    assert told("i j\nj k\n")[0] == [("i", "j", 1.0), ("j", "k", 1.0)]
    assert told("from to 3\nto sender 1\n")[0] == [("from", "to", 3.0), ("sender", "to", 1.0)]
    assert told("i,j\na,b\n")[0] == [("a", "b", 1.0)]


def test_quotes_and_delimiters(told):
    assert told('source,target,weight\n"pump, old","the ""seal""",2\n')[0] == [("pump, old", 'the "seal"', 2.0)]
    assert told('a,"two\nlines",1\n')[0] == [("a", "two\nlines", 1.0)]
    assert told('"two\nlines",a,1\nb,c,1\n')[0] == [("a", "two\nlines", 1.0), ("b", "c", 1.0)]
    assert told('b;c\n"two, or\n\nlines";a\n')[0] == [("a", "two, or\n\nlines", 1.0), ("b", "c", 1.0)]
    assert told('5" pipe;rod;1\n6" pipe;rod;1\n')[0] == [('5" pipe', "rod", 1.0), ('6" pipe', "rod", 1.0)]
    assert told('"New York" "Los Angeles" 5\n')[0] == [("Los Angeles", "New York", 5.0)]
    assert told("New York,Los Angeles,5\n")[0] == [("Los Angeles", "New York", 5.0)]
    assert told("a b,c d,5\n", delimiter=",")[0] == [("a b", "c d", 5.0)]
    assert told("a;b,c;d\n", delimiter=",")[0] == [("a;b", "c;d", 1.0)]
    assert [delimiter_named(name) for name in ("tab", "Comma", "semicolon", "blank", ":")] == ["\t", ",", ";", " ", ":"]
    with pytest.raises(OptionError, match="'::' is no delimiter"):
        delimiter_named("::")


POINT = "write decimals with a point"
COMMA = "write decimals with a point; if the comma separates fields, say `delimiter=,`"
HEAD = "name the columns source, target and weight in a header"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pump seal 1,5\nring seal 2,5\n", f"g:1: the weight '1,5' is not a number; {COMMA}"),
        ("source;target;weight\npump;seal;2\nring;seal;2,5\n", f"g:3: the weight '2,5' is not a number; {POINT}"),
        (
            "pump,seal,1,5\n",
            "g:1: a link has 2 or 3 fields, not 4; write decimals with a point, or separate the fields by tabs",
        ),
        (
            "pump is seal\nring is seal\n",
            f"g:1: the weight 'seal' is not a number; {HEAD}; SIF (source relation target) is not read",
        ),
        ("who,whom,since,by\na,b,c,d\n", f"g:1: no columns source and target among: who, whom, since, by; {HEAD}"),
        (
            "New York Los Angeles 3\nNew York Boston 2\n",
            "g:1: a link has 2 or 3 fields, not 5; quote names that have blanks, or separate the fields by tabs",
        ),
        ("1 2 1 1082040961\n", f"g:1: a link has 2 or 3 fields, not 4; {HEAD}"),
        (
            "a b {'weight': 3}\n",
            "g:1: a list of links with data, as networkx writes it, is not read; write it with"
            " networkx.write_weighted_edgelist",
        ),
        (",\n,\n", "g: the graph has no link; write source, target and weight, separated by tabs"),
        ('source,target\n"a,b\nc,d\n', 'g:2: a quote is not closed; close it, and write " within a field as ""'),
        ('a,"b"c,1\n', 'g:1: text behind the quote that closes a field; write " within a field as ""'),
        ('"a\nb",c,1\nd,e,x\n', "g:3: the weight 'x' is not a number; write a number of 0 or more"),
        ("source,target,weight\na,b,\n", "g:2: the weight is missing; write a number of 0 or more"),
        ("source,target,weight\na,b,NaN\n", "g:2: the weight 'NaN' is not a number; write a number of 0 or more"),
        ("", "g: the file is empty; write source, target and weight, separated by tabs"),
        ("Id,Label,Modularity Class\n1,a,0\n", f"g:1: the weight 'Modularity Class' is not a number; {HEAD}"),
        (
            ",a,b,c\na,0,1,2\nb,1,0,3\nc,2,3,0\n",
            "g:1: a matrix of weights is not read; write its links as a table: source, target, weight",
        ),
    ],
)  # fmt: skip
def test_tables_that_are_refused_say_where_and_why(text, message):
    with pytest.raises(InputError) as caught:
        read_graph(text, "g")
    assert str(caught.value) == message


name_of = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=6)


@given(st.lists(st.tuples(name_of, name_of, st.floats(0.1, 9)), min_size=1, max_size=5), st.sampled_from(",;"))
def test_any_names_are_read_from_csv(links, sign):
    def quoted(name):
        return '"' + name.replace('"', '""') + '"'

    lines = [sign.join(("source", "target", "weight"))]
    lines += [sign.join((quoted(one), quoted(other), repr(weight))) for one, other, weight in links]
    graph = read_graph("\n".join(lines), "links.csv", directed=True)
    assert set(graph.names) == {name for link in links for name in link[:2]}
    assert graph.weights.sum() == pytest.approx(sum(link[2] for link in links))


def test_empty_names_and_names_that_differ_by_blanks_are_said(notes):
    text = "source,target,weight\na,,2\n b,a,1\nb,a ,3\n"
    graph = read_graph(text, "g.csv", progress=notes)
    assert graph.names == ("", " b", "a", "a ", "b")
    assert notes.notes == [
        "g.csv: some links have an end without a name; it is taken for one node, whose name is empty",
        "g.csv: names that differ from others only by blanks are nodes of their own: ' b', 'a '",
    ]
    read_graph("a\tb \nb  \tc\n", "g.tsv", progress=notes)  # without a bare b
    said = "g.tsv: names that differ from others only by blanks are nodes of their own: 'b ', 'b  '"
    assert notes.notes[2:] == [said]


@pytest.mark.parametrize("read", [read_links, read_slowly])
def test_names_that_differ_by_a_decimal_point_are_said(notes, read):
    read("1.0\t2\n2.0\t1\n3.0\t1.50\n1.5\tx.0\nx\t1\n", "g.tsv", Reading(progress=notes))
    said = "g.tsv: names that differ from others only by .0 at the end are nodes of their own: 1.0, 2.0"
    assert notes.notes == [said]


def test_one_link_is_a_file_of_json_lines_too():
    assert list(read_graph('{"source": "a", "target": "b", "weight": 2}\n', "links.jsonl").rows()) == [("a", "b", 2.0)]
    with pytest.raises(InputError, match=r"^links.jsonl:2: the weight 'x' is not a number; "):
        read_graph('\n{"source": "a", "target": "b", "weight": "x"}\n', "links.jsonl")


def test_a_bad_weight_in_json_lines_has_its_line():
    text = '{"source": "a", "target": "b"}\n\n{"source": "b", "target": "c", "weight": "x"}\n'
    with pytest.raises(InputError) as caught:
        read_graph(text, "links.jsonl")
    assert str(caught.value) == "links.jsonl:3: the weight 'x' is not a number; write a number of 0 or more"
    with pytest.raises(InputError, match=r"^links.jsonl:2: a record of the list has no source and target"):
        read_graph('{"source": "a", "target": "b"}\n{"source": "b"}\n', "links.jsonl")


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("# a\nb 1\nc 2\n# b\nc 1\n", "graph.lgl", "LGL"),  # its nodes would be comments
        ("<!DOCTYPE html>\n<html><body>not found</body></html>\n", "graph.csv", "HTML"),
        ("6 7\n2 3\n1 3\n1 2 4\n3 5 6\n4 6\n4 5\n", "two.txt", "METIS"),  # two triangles: rows of two and three
        ("% by hand\n 3 2 011\n1 2 5\n7 1 5 3 2\n2 2 2\n", "g.graph", "METIS"),  # weights of nodes and links
        ("3 1\n2\n1\n\n", "g.graph", "METIS"),  # the last node has no link
        ("3 2\r\n2\r\n1 3\r\n2\r\n".replace("\r", ""), "g.metis", "METIS"),
        ("((pump,seal),('ring; old',rod)top);\n", "g.txt", "a tree in the Newick format"),
        ("(pump:1,\nseal:2);", "g.nwk", "a tree in the Newick format"),
        ("#NEXUS\nbegin trees;\n", "g.txt", "NEXUS"),
        ("*Vertices 3\n1\n1\n2\n", "g.clu", r"Pajek's partition or vector \(one number for each vertex\)"),
        ("% by hand\n*vertices 2\n0.5\n 1e-3", "g.txt", r"Pajek's partition or vector \(one number for each vertex\)"),
    ],
)
def test_files_of_other_kinds_are_refused_by_name(text, name, title):
    with pytest.raises(InputError, match=f"^{name}: {title} is not read; "):
        read_graph(text, name)


@pytest.mark.parametrize(
    "text",
    [
        "3 3\n1 2\n2 3\n3 1\n",  # so many rows and numbers as METIS, but its nodes do not name each other
        "1 2\n2 1\n",
        "(pump) seal\n(ring) rod\n",
        "(pump, old);(seal, old)\n",
        "pump seal\nring rod\n#\nseal rod\n",  # a comment between links
        "1 2\n2 3\n#\n1 3\n",
        "# by hand\n#\n1 2\n",
        "from to\n1 9\n2 8\n#\n1 2\n",
    ],
)
def test_tables_that_look_like_other_formats_stay_tables(text):
    assert graph_format(text, "g.txt") == "tsv"


def test_the_beginning_of_a_long_metis_file_is_enough():
    n = 200_000  # a ring
    rows = "".join(f"{(node - 2) % n + 1} {node % n + 1}\n" for node in range(1, n + 1))
    with pytest.raises(InputError, match=r"^ring.txt: METIS is not read"):
        read_graph(f"{n} {n}\n{rows}"[: 1 << 20], "ring.txt")


def test_tgf_is_nodes_a_mark_and_links(told):
    text = "1 old pump\n2 seal\n3\n#\n1 2 2\n3 2 3\n"
    read = "links: read as TGF: nodes, a line with #, links; `delimiter` reads it as a table of links"
    unnamed = "1 of 3 nodes have no label and are called by their ids: 3"
    found = [("3", "seal", 3.0), ("old pump", "seal", 2.0)]
    assert told(text) == (found, [read, f"links: {unnamed}"])
    assert told(text, "g.tgf") == (found, [f"g.tgf: {unnamed}"])
    unused = "g.tgf: the labels of the links are not used: they are not all numbers"
    assert told("1 pump\n2 seal\n#\n2 1 turns\n", "g.tgf") == ([("pump", "seal", 1.0)], [unused])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 a\n2 b\n1 2\n", "g.tgf: no line with # alone between nodes and links"),
        ("1 a\n1 b\n#\n1 2\n", "g.tgf:2: the node 1 stands here a second time"),
        ("1 a\n2 b\n#\n\n1 3\n", "g.tgf:5: a link names '3', which is no node"),
        ("1 a\n2 b\n#\n1\n", "g.tgf:4: a link is two ids and perhaps a label"),
        ("1 a\n2 b\n#\n1 2 -1\n", "g.tgf:4: the weight '-1' is negative"),
        ("1 a\n2 b\n#\n", "g.tgf: the graph has no link"),
    ],
)
def test_tgf_that_is_wrong_says_where_and_why(text, message):
    with pytest.raises(InputError) as caught:
        read_graph(text, "g.tgf")
    assert str(caught.value).startswith(f"{message}; ")


def test_a_delimiter_is_refused_where_a_file_is_surely_no_table(told):
    for name, title in (("g.net", "Pajek"), ("g.NET.gz", "Pajek"), ("g.json", "JSON"), ("g.tgf", "TGF")):
        text = "*Vertices 2\n1 a\n2 b\n*Edges\n1 2\n"
        with pytest.raises(InputError, match=f"^{name}: {title} has no delimiter; leave out `delimiter`$"):
            read_graph(text, name, delimiter=",")
    assert told("1,2\n", "g.net", delimiter=",") == ([("1", "2", 1.0)], [])  # Infomap's table under this name
    said = "links: begins as Pajek, and is read as a table because of `delimiter`"
    assert told("*Vertices 2\na b\n", delimiter=" ") == ([("*Vertices", "2", 1.0), ("a", "b", 1.0)], [said])
    assert told("1 x\n2 y\n#\n1 2\n", delimiter=" ")[1] == []  # for this a note about TGF names the option
